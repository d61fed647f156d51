//! A course with every kind of question, every setting of a quiz and a project, put together by hand: what the
//! player does with a bundle is tried here, not how the bundle came about.

use course::bundle;
use course::lesson::{Block, LessonBody};
use course::library::{Course, LessonKind, LessonOutline, Library, Section};
use course::project::{Criterion, Rubric, Task, Tasks};
use course::quiz::{
    Accepted, AnswersShown, Choice, FeedbackTime, Gap, GapKind, Pair, Quantity, Question, QuestionKind, Quiz,
    QuizSettings,
};

/// The id of the course.
pub const COURSE: &str = "workshop";

/// The bundle. Its lessons are `kinds`, `exam`, `pool`, `sealed` and `shelf`.
pub fn bundle() -> Vec<u8> {
    let lessons = [
        ("kinds", "Every kind", LessonKind::Quiz, kinds()),
        ("exam", "Exam", LessonKind::Quiz, exam()),
        ("pool", "Pool", LessonKind::Quiz, pool()),
        ("sealed", "Sealed", LessonKind::Quiz, sealed()),
        ("shelf", "Build a shelf", LessonKind::Project, shelf()),
    ];
    let outline = |(id, title, kind, body): &(&str, &str, LessonKind, LessonBody)| LessonOutline {
        id: (*id).into(),
        title: (*title).into(),
        kind: *kind,
        questions: body.quizzes().map(|quiz| quiz.asked() as u32).sum(),
        ..LessonOutline::default()
    };
    let section = Section { title: String::new(), lessons: lessons.iter().map(outline).collect() };
    let course =
        Course { id: COURSE.into(), title: "Workshop".into(), sections: vec![section], ..Course::default() };
    let library = Library { title: "Workshop".into(), courses: vec![course], ..Library::default() };
    let bodies = lessons.each_ref().map(|(id, _, _, body)| (*id, bundle::encode_body(body)));
    bundle::encode(&library, bodies.iter().map(|(id, body)| (*id, body.as_slice())))
}

fn lesson(quiz: Quiz) -> LessonBody {
    let text = Block::Html("<p>Read the wood before you cut it.</p>".into());
    LessonBody { blocks: vec![text, Block::Quiz(quiz)], headings: Vec::new() }
}

fn question(id: &str, prompt: &str, kind: QuestionKind) -> Question {
    Question {
        id: id.into(),
        prompt: prompt.into(),
        kind,
        points: 1,
        hints: Vec::new(),
        explanation: String::new(),
    }
}

/// Choices named `a`, `b`, …, each with why it is right or wrong.
fn choices(texts: &[&str]) -> Vec<Choice> {
    let choice = |(id, text): (char, &&str)| Choice {
        id: id.into(),
        text: (*text).into(),
        feedback: format!("<p>About {text}.</p>"),
        pinned: text.starts_with("All of"),
    };
    ('a'..).zip(texts).map(choice).collect()
}

fn accepted(texts: &[&str]) -> Accepted {
    Accepted { texts: texts.iter().map(ToString::to_string).collect(), patterns: Vec::new() }
}

fn metres(value: f64, text: &str) -> Quantity {
    Quantity { value, tolerance: 0.05, unit: "m".into(), text: text.into() }
}

/// A question of every kind, checked one by one.
fn kinds() -> LessonBody {
    let single = QuestionKind::SingleChoice {
        choices: choices(&["With the grain", "Across the grain", "All of these ways"]),
        correct: "a".into(),
    };
    let multiple = QuestionKind::MultipleChoice {
        choices: choices(&["<code>oak</code>", "Steel", "Ash", "Glass"]),
        correct: vec!["a".into(), "c".into()],
    };
    let statement = QuestionKind::TrueFalse { choices: choices(&["True", "False"]), correct: "b".into() };
    let pairs = [("saw", "Saw", "a"), ("plane", "<code>Plane</code>", "b"), ("file", "File", "b")];
    let pairs =
        pairs.map(|(id, text, option)| Pair { id: id.into(), text: text.into(), option: option.into() });
    let cloze = "<p>Wood from a <input class=\"gap\" type=\"text\" data-gap=\"pine\" size=\"8\" autocomplete=\"off\" \
        autocapitalize=\"off\" spellcheck=\"false\" aria-label=\"gap 1 of 3\"> is softwood. A board of \
        <input class=\"gap\" type=\"text\" data-gap=\"length\" size=\"7\" inputmode=\"decimal\" autocomplete=\"off\" \
        autocapitalize=\"off\" spellcheck=\"false\" aria-label=\"gap 2 of 3\"> is \
        <select class=\"gap\" data-gap=\"fit\" aria-label=\"gap 3 of 3\"><option value=\"\"></option>\
        <option value=\"too long\">too long</option><option value=\"too &quot;short&quot;\">too \"short\"</option>\
        </select>.</p>";
    let gaps = vec![
        Gap { id: "pine".into(), kind: GapKind::Text(accepted(&["pine tree", "spruce"])) },
        Gap { id: "length".into(), kind: GapKind::Number(vec![metres(2.4, "2.4 m")]) },
        Gap {
            id: "fit".into(),
            kind: GapKind::Choice {
                choices: vec!["too long".into(), "too \"short\"".into()],
                correct: "too \"short\"".into(),
            },
        },
    ];
    let mut output = question(
        "output",
        "<p>What does it print?</p><div class=\"code\"><pre tabindex=\"0\"><code>for board in [1, 2]:\n    \
         print(board, board * 2)\n</code></pre></div>",
        QuestionKind::Output { expected: "1 2\n2 4".into() },
    );
    output.explanation = "<p><code>print</code> puts a space between its arguments.</p>".into();
    let mut typed = question(
        "typed",
        "Which joint looks like a bird's tail?",
        QuestionKind::ShortAnswer(accepted(&["dovetail"])),
    );
    typed.hints = vec!["<p>It is a <em>bird of peace</em>.</p>".into(), "<p>It begins with a d.</p>".into()];
    typed.explanation = "<p>Its pins flare like the tail of a dove.</p>".into();
    let mut several = question("several", "Which of these are woods? Select all.", multiple);
    several.points = 2;
    let ordering = QuestionKind::Ordering { items: choices(&["Measure", "Mark", "<em>Saw</em>", "Sand"]) };
    let matching =
        QuestionKind::Matching { pairs: pairs.into(), options: choices(&["cuts", "smooths", "holds"]) };
    lesson(Quiz {
        id: "kinds-quiz".into(),
        title: "Every kind".into(),
        settings: QuizSettings::default(),
        questions: vec![
            question("single", "How is a board planed?", single),
            several,
            question("statement", "Glue dries at once.", statement),
            typed,
            question(
                "number",
                "How long is a board of eight feet?",
                QuestionKind::Numeric { accepted: vec![metres(2.44, "2.44 m")] },
            ),
            question("order", "Bring the work into order.", ordering),
            question("match", "What is it for?", matching),
            question("cloze", cloze, QuestionKind::Cloze { gaps }),
            output,
        ],
    })
}

/// Handed in as a whole, twice at most; the answers come with the last attempt.
fn exam() -> LessonBody {
    let single =
        QuestionKind::SingleChoice { choices: choices(&["Birch", "Brass", "Bone"]), correct: "a".into() };
    let mut first = question("wood", "Which one is a wood?", single);
    first.explanation = "<p>Birch grows in the north.</p>".into();
    lesson(Quiz {
        id: "exam-quiz".into(),
        title: "Exam".into(),
        settings: QuizSettings {
            pass_percent: 60,
            attempts: Some(2),
            feedback: FeedbackTime::AtEnd,
            answers: AnswersShown::AfterLastAttempt,
            ..QuizSettings::default()
        },
        questions: vec![
            first,
            question("tool", "What drives a nail?", QuestionKind::ShortAnswer(accepted(&["hammer"]))),
        ],
    })
}

/// Two of six questions each time.
fn pool() -> LessonBody {
    let number = |n: u32| {
        let two = QuestionKind::TrueFalse { choices: choices(&["True", "False"]), correct: "a".into() };
        question(&format!("pool-{n}"), &format!("Statement {n} holds."), two)
    };
    lesson(Quiz {
        id: "pool-quiz".into(),
        title: "Pool".into(),
        settings: QuizSettings { draw: Some(2), shuffle_questions: true, ..QuizSettings::default() },
        questions: (1..=6).map(number).collect(),
    })
}

/// The learner is never told the right answers, and nothing is shuffled.
fn sealed() -> LessonBody {
    let kind =
        QuestionKind::SingleChoice { choices: choices(&["All of it", "Half", "None"]), correct: "b".into() };
    let mut choice = question("glue", "How much glue is enough?", kind);
    choice.explanation = "<p>Half is enough.</p>".into();
    let several = QuestionKind::MultipleChoice {
        choices: choices(&["Nails", "Screws", "Water"]),
        correct: vec!["a".into(), "b".into()],
    };
    let mut fasteners = question("fasteners", "What holds boards together?", several);
    fasteners.points = 3;
    lesson(Quiz {
        id: "sealed-quiz".into(),
        title: "Sealed".into(),
        settings: QuizSettings {
            answers: AnswersShown::Never,
            shuffle_choices: false,
            partial_credit: false,
            ..QuizSettings::default()
        },
        questions: vec![choice, fasteners],
    })
}

/// A project: steps, a rubric, a place for the work.
fn shelf() -> LessonBody {
    let task = |(id, text): (&str, &str)| Task { id: id.into(), text: text.into() };
    let criterion = |(id, text): (&str, &str)| Criterion {
        id: id.into(),
        text: text.into(),
        levels: vec![
            format!("{text} is begun"),
            format!("{text} would carry <b>a few</b> books"),
            format!("{text} would carry an encyclopaedia and whoever climbs it"),
        ],
    };
    LessonBody {
        blocks: vec![
            Block::Html("<h2 id=\"steps\">Steps</h2>".into()),
            Block::Tasks(Tasks {
                tasks: [("cut", "Cut the <code>boards</code>"), ("join", "Join them")].map(task).into(),
            }),
            Block::Html("<h2 id=\"rubric\">Rubric</h2>".into()),
            Block::Rubric(Rubric {
                levels: ["Begun", "Solid", "Excellent"].map(String::from).into(),
                criteria: [("joints", "Joints"), ("finish", "Finish")].map(criterion).into(),
            }),
            Block::Html("<h2 id=\"your-work\">Your work</h2><p>Show it.</p>".into()),
            Block::Submission,
        ],
        headings: Vec::new(),
    }
}
