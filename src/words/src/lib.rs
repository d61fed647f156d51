//! Every word that the interface says, in every language it speaks: a table a language, in a file of its own.
//!
//! A table is a value of [`Words`], so a message that is missing in one language, or one too many, does not compile.
//! Which words there are, and what is put into them, is told here; how a table becomes a file of the site is the
//! business of the `site` crate. The player and its modules know only [`Word`], the place of a message in such a file,
//! so that no language is among what every learner fetches first.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;
mod spoken;

pub use spoken::{Spoken, Text};

/// The forms that a message with a number takes, as <https://cldr.unicode.org/index/cldr-spec/plural-rules> has them.
/// Each language has some of them, `Other` always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "their names are those of the standard")]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// All categories.
pub const CATEGORIES: [Category; 6] =
    [Category::Zero, Category::One, Category::Two, Category::Few, Category::Many, Category::Other];

/// A message that has a form for each [`Category`] of its language.
#[derive(Clone, Copy, Debug)]
pub struct Forms(pub(crate) &'static [(Category, &'static str)]);

/// Where a message is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// In the player.
    Player,
    /// In the keeper.
    Keeper,
    /// In the finder.
    Finder,
    /// In the margin.
    Margin,
    /// On a page before the player is there.
    Page,
    /// In what the compiler writes, and in what is drawn ahead.
    Content,
    /// In the script that attends to a page while it is read.
    Reader,
}

/// What there is to know of a message beside its texts.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// How authors call it in `strings.yaml`.
    pub name: &'static str,
    /// Where it is needed.
    pub room: Room,
    /// What is put into it, in the order in which the player gives it: numbers, and behind them a text.
    pub holes: &'static [&'static str],
    /// Whether it is [`Forms`]; then the first hole is the number.
    pub has_forms: bool,
}

/// A language that the interface speaks.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// As BCP 47 has it.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
    /// The forms it has.
    pub categories: &'static [Category],
    pub(crate) words: &'static Words<'static>,
}

/// Every language, by its tag.
pub static LANGUAGES: [Language; 6] =
    [ar::LANGUAGE, de::LANGUAGE, en::LANGUAGE, es::LANGUAGE, fr::LANGUAGE, ja::LANGUAGE];

/// Something that stands in a table.
pub(crate) trait Entry {
    fn text(&self) -> Text;
}

impl Entry for &str {
    fn text(&self) -> Text {
        Text::Plain((*self).to_owned())
    }
}

impl Entry for Forms {
    fn text(&self) -> Text {
        Text::Forms(self.0.iter().map(|(category, text)| (*category, (*text).to_owned())).collect())
    }
}

impl Category {
    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// Declares all messages: where they are needed, their names, whether they have forms, and what is put into them.
macro_rules! messages {
    ($($room:ident { $($name:ident: $kind:tt $([$($hole:ident),*])?,)* })*) => {
        /// A table of one language.
        #[allow(missing_docs, reason = "what a message says is its text")]
        #[derive(Debug)]
        pub struct Words<'w> {
            $($(pub $name: messages!(@type $kind 'w),)*)*
        }

        /// The place of a message in every table, by its name in `strings.yaml`.
        #[allow(non_camel_case_types, missing_docs, reason = "they are called as in `strings.yaml`")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Word {
            $($($name,)*)*
        }

        /// All messages, in the order of [`Word`].
        pub const KEYS: &[Key] = &[
            $($(Key {
                name: stringify!($name),
                room: Room::$room,
                holes: &[$($(stringify!($hole)),*)?],
                has_forms: messages!(@forms $kind),
            },)*)*
        ];

        impl Words<'_> {
            /// All texts, in the order of [`Word`].
            pub(crate) fn all(&self) -> Vec<Text> {
                vec![$($(self.$name.text(),)*)*]
            }
        }
    };
    (@type text $w:lifetime) => { &$w str };
    (@type forms $w:lifetime) => { Forms };
    (@forms text) => { false };
    (@forms forms) => { true };
}

messages! {
    Player {
        all_courses: text,
        archive_unreadable: text,
        answered: text [count, total],
        attempt: text [number, total],
        beginner: text,
        intermediate: text,
        advanced: text,
        bookmark: text,
        breadcrumb: text,
        check_answer: text,
        choose: text,
        complete_lesson: text,
        continue_with: text [lesson],
        correct: text,
        course_contents: text,
        course_progress: forms [count, completed],
        crashed: text,
        everything_right: text,
        explanation: text,
        fill_gaps: text,
        hand_in: text,
        hand_in_anyway: text,
        hand_in_help: text,
        hint: text [number],
        hint_button: text [number, total],
        home: text,
        language: text,
        last_attempt: text,
        leave_other: text,
        lesson_completed: text,
        lesson_damaged: text,
        lesson_loading: text,
        lesson_not_fetched: text,
        lessons: text,
        lessons_counted: forms [count],
        link: text,
        more_courses: text,
        move_down: text,
        move_up: text,
        moved: text [number, total, item],
        my_notes: text,
        my_notes_lead: text,
        near_gaps: text,
        near_output: text,
        near_spelling: text,
        near_unit: text,
        nearly: text,
        needed_to_pass: text [percent],
        next: text,
        no_course: text,
        no_keeper: text,
        no_more_hints: text,
        not_found: text,
        not_found_help: text,
        not_passed: text,
        not_yet: text,
        notes: text,
        nothing_begun: text,
        other_courses: text,
        part_nearly: text,
        part_right: text,
        part_right_is: text [answer],
        part_wrong: text,
        partly_right: forms [count, earned],
        partly_right_uncounted: text,
        passed: text,
        passed_see_answers: text,
        points_counted: forms [count],
        previous: text,
        progress: text,
        progress_lead: text,
        project: text,
        question: text [number, total],
        questions_counted: forms [count],
        questions_open: forms [count],
        quiz: text,
        result: text [correct, total, percent],
        result_points: forms [points, earned, correct, total, percent],
        review_course: text,
        right_choice: text,
        right_order: text,
        save_backup: text,
        search: text,
        see_above: text,
        skip: text,
        start_course: text,
        state_completed: text,
        state_new: text,
        state_open: text,
        storage_cleared: text,
        storage_damaged: text,
        storage_full: text,
        storage_newer: text,
        storage_refused: text,
        take_other: text,
        try_again: text,
        try_again_counted: forms [count],
        try_once_more: text,
        work_is_kept: text,
        write_note: text,
        written_elsewhere: text,
        wrong: text,
        your_answer: text,
        your_choice: text,
        your_number: text,
        your_output: text,
        your_quantity: text,
        your_right_choice: text,
        earlier_attempts: text,
        how_sure: text,
        missed: text,
        retry_missed: text,
        review: text,
        review_lead: text,
        sure_certain: text,
        sure_fairly: text,
        sure_guessed: text,
        // Reading.
        on_this_page: text,
        print_course: text,
        print_lead: text,
        reading_settings: text,
        certificate: text,
        certificate_lead: text,
        certificate_link: text,
        comes_before: text,
        opens_later: text,
    }
    Keeper {
        backup: text,
        backup_breaks_off: text,
        backup_code: text,
        backup_file: text,
        backup_help: text,
        can_undo: text,
        code_help: text,
        copied: text,
        copy: text,
        download_backup: text,
        forget: text,
        in_lessons: text,
        leave: text,
        link_help: text,
        look: text,
        make_link: text,
        new_answers: forms [count],
        new_bookmarks: forms [count],
        new_lessons: forms [count],
        new_notes: forms [count],
        new_quizzes: forms [count],
        new_rest: forms [count],
        new_settings: forms [count],
        new_with_it: text,
        new_work: forms [count],
        no_backup: text,
        no_code: text,
        not_copied: text,
        nothing_new: text,
        records_known: forms [count],
        records_newer: forms [count],
        records_unreadable: forms [count],
        reset_all: text,
        reset_all_help: text,
        reset_course: text,
        reset_help: text,
        restore: text,
        restore_help: text,
        start_over: text,
        take_over: text,
        taken_over: text,
        undo: text,
        answering: text,
        as_table: text,
        ask_confidence: text,
        attempts_lead: text,
        due_counted: forms [count],
        easy: text,
        end_review: text,
        forecast: text,
        forecast_day: text,
        forecast_questions: text,
        from_lesson: text [lesson],
        go_on: text,
        leave_for_now: text,
        missed_counted: forms [count],
        missed_none: text,
        missed_questions: text,
        next_due: text [when],
        nothing_answered: text,
        nothing_due: text,
        practise_missed: text,
        review_done: text,
        start_review: text,
        use_keys: text,
        // Print.
        print_choose: text,
        print_contents: text,
        print_failed: text,
        print_now: text,
        print_ready: text,
        print_waiting: text,
        answers_given: text,
        answers_right: text,
        by_section: text,
        certificate_has: text,
        certificate_name: text,
        certificate_none: text,
        certificate_of: text,
        certificate_own: text,
        days_in_a_row: text,
        last_days: text,
        left_to_complete: text,
        left_to_pass: text,
        lessons_completed: text,
        looking_back: text,
        scores_over_time: text,
        section: text,
        time_spent: text,
        time_counts: text,
        week_of: text,
        worth_a_look: text,
    }
    Finder {
        find_actions: text,
        find_choose: text,
        find_close: text,
        find_counted: forms [count],
        find_failed: text,
        find_fewer: text,
        find_go: text,
        find_here: text,
        find_hint: text,
        find_label: text,
        find_nothing: text,
        find_pages: text,
        find_results: text,
        find_settings: text,
        keys: text,
        keys_check: text,
        keys_list: text,
        keys_off: text,
        keys_on: text,
        keys_search: text,
        keys_used: text,
        keys_used_help: text,
    }
    Margin {
        mark_bookmarked: text,
        mark_bookmarks: text,
        mark_copy: text,
        mark_counted: forms [count],
        mark_done: text,
        mark_edit: text,
        mark_elsewhere: text,
        mark_export: text,
        mark_filter: text,
        mark_go: text,
        mark_highlight: text,
        mark_lost: text,
        mark_none: text,
        mark_of_lesson: text,
        mark_on_lesson: text,
        mark_remove: text,
        mark_removed: text,
        mark_tools: text,
        mark_undo: text,
        mark_your_highlight: text,
        mark_your_note: text,
    }
    Page {
        page_cannot_load: text,
        page_close: text,
        page_closed_frame: text,
        page_no_wasm: text,
        page_open_alone: text,
        page_search_loading: text,
        page_too_old: text,
    }
    Content {
        alert_caution: text,
        alert_important: text,
        alert_note: text,
        alert_tip: text,
        alert_warning: text,
        answer_false: text,
        answer_true: text,
        course: text,
        courses: text,
        diagram: text,
        duration_hours: forms [count],
        duration_minutes: forms [count],
        host_not_found: text,
        host_to_first_page: text,
        host_up: text,
        needs_scripts: text,
        opening: text,
        to_answer_allow_scripts: text,
    }
    Reader {
        reader_close: text,
        reader_copied: text,
        reader_copy: text,
        reader_enlarge: text,
        reader_face: text,
        reader_face_legible: text,
        reader_face_usual: text,
        reader_full_size: text,
        reader_link: text,
        reader_link_copied: text,
        reader_measure: text,
        reader_measure_narrow: text,
        reader_measure_usual: text,
        reader_measure_wide: text,
        reader_not_copied: text,
        reader_size: text,
        reader_size_large: text,
        reader_size_largest: text,
        reader_size_small: text,
        reader_size_usual: text,
        reader_theme: text,
        reader_theme_contrast: text,
        reader_theme_dark: text,
        reader_theme_light: text,
        reader_theme_sepia: text,
        reader_theme_usual: text,
    }
}

/// How many messages are those of the player; behind them stand those of the keeper.
pub const PLAYER: usize = Word::backup as usize;

/// The place of the first message of the finder; they stand behind those of the keeper.
pub const FINDER: usize = Word::find_actions as usize;
/// The place of the first message of the margin.
pub const MARGIN: usize = Word::mark_bookmarked as usize;

/// The texts of a language, or of its nearest relative: `de` for `de-AT`. `None` where the interface does not speak it.
pub fn language(tag: &str) -> Option<&'static Language> {
    let first = tag.split('-').next().unwrap_or_default();
    LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(first))
}

/// The form that a number takes in a language. Those that the interface does not speak are taken for English.
/// In the browser the same is asked of `Intl.PluralRules`; the suite holds that both agree.
pub fn category(tag: &str, number: usize) -> Category {
    let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match (first.as_str(), number) {
        ("ar", 0) => Category::Zero,
        ("ar", 1) => Category::One,
        ("ar", 2) => Category::Two,
        ("ar", _) if (3..=10).contains(&(number % 100)) => Category::Few,
        ("ar", _) if number % 100 > 10 => Category::Many,
        ("ar" | "ja", _) => Category::Other,
        ("fr", 0) | (_, 1) => Category::One,
        _ => Category::Other,
    }
}
