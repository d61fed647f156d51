//! The codes of all findings. A code keeps its meaning for ever; a new sort of finding gets a new code.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident = $printed:literal,)*) => {
        /// What sort of finding a diagnostic is. `E…` are errors, `W…` warnings, `A…` advice.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $doc] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name that is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $printed,)*
                }
            }

            /// What it is about, in a sentence.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$name => $doc.trim_ascii(),)*
                }
            }
        }
    };
}

codes! {
    /// A file is not UTF-8 text.
    NotUtf8 = "E001",
    /// The folder holds no lesson.
    EmptyContent = "E002",
    /// A file does not begin with front matter.
    NoFrontMatter = "E003",
    /// The line `---` that ends the front matter is missing.
    UnclosedFrontMatter = "E004",
    /// The front matter is not YAML, or not a list of keys and values.
    BadYaml = "E005",
    /// A key stands twice in one front matter.
    DuplicateKey = "E006",
    /// There is no `id`.
    MissingId = "E007",
    /// The `id` cannot be part of an address.
    BadId = "E008",
    /// Two lessons, two courses or two paths have the same `id`.
    DuplicateId = "E009",
    /// A value has another type than its key asks for, such as a list for a title.
    WrongValueType = "E010",
    /// The `type` of a lesson is none of those there are.
    UnknownLessonType = "E011",
    /// The `difficulty` is none of those there are.
    UnknownDifficulty = "E012",
    /// A duration cannot be read.
    UnreadableDuration = "E013",
    /// A knowledge check has no question.
    NoQuestions = "E014",
    /// A question has no text.
    EmptyPrompt = "E015",
    /// A question has nothing to answer it with: no choices, no accepted answer, nothing to sort or to fill in.
    NoAnswer = "E016",
    /// A question has only one choice.
    OneChoice = "E017",
    /// Two choices of a single-choice question are marked as right.
    TwoMarked = "E018",
    /// A choice has no text.
    EmptyChoice = "E019",
    /// A label such as `Hint:` has nothing behind it.
    EmptyLabel = "E020",
    /// A label that may stand once in a question stands there twice.
    RepeatedLabel = "E021",
    /// What has to be a number cannot be read as one.
    UnreadableNumber = "E022",
    /// A tolerance or a range that no number fits as it is meant to.
    BadTolerance = "E023",
    /// A regular expression cannot be read, or asks for what answers cannot be matched with.
    BadPattern = "E024",
    /// `Answer:` names something that is no choice of the question.
    AnswerNamesNoChoice = "E025",
    /// `Answer:` and the marks of the choices say different things.
    AnswerAgainstMarks = "E026",
    /// A gap, or one of the answers in it, has no text.
    EmptyGap = "E027",
    /// A gap has no end.
    UnclosedGap = "E028",
    /// A gap with a list to choose from has not exactly one right choice, or no wrong one.
    BadGapChoices = "E029",
    /// An ordering question has fewer than two items.
    TooFewItems = "E030",
    /// The table of a matching question has not two columns, or no pairs, or a row without an option.
    BadMatchingTable = "E031",
    /// The expected output of a program is empty.
    EmptyOutput = "E032",
    /// The id of a question cannot be one.
    BadQuestionId = "E033",
    /// Two questions of a lesson have the same id.
    RepeatedQuestionId = "E034",
    /// The points of a question are no whole number from 1 to 100.
    BadPoints = "E035",
    /// `Kind:` names no kind of question, or one that the question cannot be.
    WrongKind = "E036",
    /// A setting of a quiz has a value that means nothing or is out of range.
    BadQuizSetting = "E037",

    /// A file that a text shows or includes is not there.
    MissingFile = "E040",
    /// A path leads out of the content folder.
    FileOutside = "E041",
    /// A file has no region of that name.
    MissingRegion = "E042",
    /// Tabs are opened and not closed, or closed and not opened.
    UnclosedTabs = "E043",
    /// A group of tabs has no headings.
    TabsWithoutHeadings = "E044",
    /// A drawing in a file of its own holds a program.
    DrawingWithProgram = "E045",
    /// A file to include is not text.
    IncludeNotText = "E046",

    /// An alias cannot have been an id.
    BadAlias = "E050",
    /// An alias of a lesson is the id of another.
    AliasIsId = "E051",
    /// Two lessons have the same alias.
    AliasTwice = "E052",

    /// A course opens only after one that opens only after it.
    CircularPrerequisites = "E053",

    /// What has to be a colour is none.
    BadColour = "E060",
    /// A setting of the look has a value that means nothing or is out of range.
    BadLook = "E061",
    /// The language of the library is no language tag.
    BadLanguage = "E062",
    /// The style sheet asks another site for something, or for another style sheet.
    RemoteStyle = "E063",
    /// The style sheet cannot be read to its end.
    UnreadableStyle = "E064",
    /// What the interface is to say otherwise does not take what is put into it.
    BadWording = "E065",

    /// The front matter has a key that means nothing here.
    UnknownKey = "W001",
    /// There is neither a `title` nor a `# heading`.
    MissingTitle = "W002",
    /// `prevLessonId` or `nextLessonId` names a lesson that does not exist.
    UnknownLesson = "W003",
    /// `pathId` names a path that does not exist.
    UnknownPath = "W004",
    /// Some lessons of a course have an `order` and some have not.
    MixedOrder = "W005",
    /// Two lessons of a course have the same `order`.
    SameOrder = "W006",
    /// A folder of lessons has no course file.
    NoCourseFile = "W007",
    /// A course has no lessons.
    CourseWithoutLessons = "W008",
    /// A Markdown file stands where nothing reads it.
    UnusedFile = "W009",
    /// A link leads nowhere.
    BrokenLink = "W010",
    /// A link runs a program or carries data, and was removed.
    UnsafeLink = "W011",
    /// An image is not shown.
    ImageNotCarried = "W012",
    /// Raw HTML that lessons may not carry was removed.
    RemovedHtml = "W013",
    /// A footnote is never referred to, and was left out.
    UnusedFootnote = "W014",
    /// Two choices of a question are the same.
    RepeatedChoice = "W015",
    /// Choices have boxes, but none is marked.
    NothingMarked = "W016",
    // W017 was text behind the choices, which is the explanation now. The number is not used again.
    /// A line begins like a label, but its word is none.
    MisspeltLabel = "W020",
    /// A label stands inside of a choice.
    LabelInChoice = "W021",
    /// A label means nothing for this kind of question.
    UnusedLabel = "W022",
    /// What looks like a gap is none, since the question has choices.
    GapBesideChoices = "W023",
    /// Every choice of a question is right.
    AllMarked = "W024",
    /// The question asks for all right choices, but only the first is right, since none is marked.
    SelectAllUnmarked = "W025",
    /// A choice speaks of the letters or places of others, which are shuffled.
    ChoiceNamesPlaces = "W026",
    /// The right choice is usually the longest.
    LongestIsRight = "W027",
    /// A question stands twice in a lesson.
    RepeatedQuestion = "W028",
    /// A quiz draws more questions than it has.
    DrawTooMany = "W029",
    /// `quizzes` names a quiz that the lesson does not have.
    UnknownQuiz = "W030",
    /// Some items of a task list have a box and some have not.
    MixedTasks = "W031",
    /// The table of a rubric has no levels to choose from.
    RubricWithoutLevels = "W032",
    /// A formula cannot be read, and stands as its source.
    UnreadableMath = "W040",
    /// An image has no alternative text.
    MissingAlternative = "W041",
    /// A heading is more than one level below the one before it.
    SkippedLevel = "W042",
    /// Code holds what looks like a secret.
    SecretInCode = "W043",
    /// The glossary explains a term twice.
    TermTwice = "W044",
    /// Behind a fence stands an attribute that is nearly one that means something.
    UnknownAttribute = "W045",
    /// A caption has no table beside it.
    CaptionWithoutTable = "W046",
    /// A picture is not what its name says.
    UnreadablePicture = "W047",
    /// The value of an attribute of a fence means nothing.
    UselessAttribute = "W048",
    /// A wish for silence names a message that does not exist or cannot be silenced.
    UnknownAllow = "W060",
    /// A message is silenced without a reason.
    AllowWithoutReason = "W061",
    /// A wish for silence silences nothing.
    UnusedAllow = "W062",
    /// `prevLessonId` or `nextLessonId` names another lesson than the one that stands there.
    NeighbourOutOfOrder = "W063",
    /// The lessons lead from one to the next, but never to this one.
    UnreachableLesson = "W064",
    /// The duration is far from what the text takes.
    UnlikelyDuration = "W065",
    /// An alias is the id that the lesson has anyway, or stands there twice.
    UselessAlias = "W066",
    /// `prerequisites` names no other course, or `requirePrerequisites` has none to require.
    UselessPrerequisite = "W067",
    /// A colour can hardly be read on the page.
    LowContrast = "W070",

    /// Several choices are right, but the question does not say so.
    NoWordOfSeveral = "A001",
    /// A wrong choice has no feedback, while others of the quiz have.
    MissingFeedback = "A002",
    /// The text of a link does not say where it leads.
    VagueLink = "A020",
    /// A drawing has no description.
    DrawingWithoutDescription = "A021",
    /// A term of the glossary is used in no lesson.
    UnusedTerm = "A022",
    /// A file is large for a learner's network.
    LargeFile = "A023",
    /// A lesson has no `duration`.
    MissingDuration = "A040",
    /// A link, `prevLessonId` or `nextLessonId` names a lesson by an id that it had before.
    FormerId = "A041",
}

impl Code {
    /// Whether a bundle can be made all the same.
    pub fn severity(self) -> Severity {
        match self.as_str().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Advice,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_codes_print_alike() {
        let printed: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(printed.len(), Code::ALL.len());
    }
}
