//! What a learner does on a page of the player, and what they see there.
//!
//! It knows the player's page by the classes and data attributes that the player promises to keep, never by its
//! words, which may be in any language.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::key::Key;
use serde::Deserialize;
use serde_json::json;

use crate::browser::{Browser, PATIENCE};
use crate::host::{BLANK, Host};
use crate::source::{SourceQuestion, folded};

/// Someone at a browser who plays a course.
#[derive(Clone, Copy, Debug)]
pub struct Learner<'a> {
    /// Where they play it.
    pub browser: &'a Browser,
    /// Whether the player is in a frame, whose outer page must not be scrolled by the clicks themselves.
    pub in_frame: bool,
}

/// A question as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ShownQuestion {
    /// The question's id.
    pub id: String,
    /// Its prompt, folded by [`folded`].
    pub prompt: String,
    /// Its choices in the order shown.
    pub choices: Vec<ShownChoice>,
    /// `correct`, `partial`, `near` or `wrong`; `None` before it is checked.
    pub verdict: Option<String>,
}

/// A choice as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ShownChoice {
    /// The choice's id.
    pub id: String,
    /// Its text, folded by [`folded`].
    pub text: String,
    /// Whether it is picked.
    pub picked: bool,
    /// Whether it is shown as the right one.
    pub right: bool,
    /// What the author says of it, where that is shown.
    pub feedback: String,
}

/// A lesson as an outline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OutlineEntry {
    /// The lesson's id.
    pub lesson: String,
    /// `new`, `open` or `completed`.
    pub state: String,
}

impl<'a> Learner<'a> {
    /// A learner whose browser shows the player itself.
    pub fn at(browser: &'a Browser) -> Self {
        Self { browser, in_frame: false }
    }

    /// A learner whose browser stands inside a frame.
    pub fn in_frame(browser: &'a Browser) -> Self {
        Self { browser, in_frame: true }
    }

    /// Opens an address and waits until the player is there.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn open(self, url: &str) -> Result<()> {
        self.browser.goto(url).await?;
        self.ready().await
    }

    /// Loads the page again and waits until the player is there.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn reload(self) -> Result<()> {
        self.browser.reload().await?;
        self.ready().await
    }

    /// Forgets everything, as on another device, on a page that has no player: one that is there may write what it knows
    /// again while it is left. `host` is where the site lives.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn forget_all(self, host: &Host) -> Result<()> {
        self.browser.goto(&host.url(BLANK)).await?;
        self.browser.until("a page without a player", "document.title === 'Blank'").await?;
        self.browser.js("localStorage.clear()", &[]).await
    }

    /// Takes over the backup that is offered on the progress page, and waits until all of it is kept.
    ///
    /// # Errors
    /// Where none is offered, or it is not taken.
    pub async fn take_over(self) -> Result<()> {
        self.click("[data-do=take]").await?;
        let taken = "document.querySelector('#keeper h2') && !document.querySelector('[data-do=take]')";
        self.browser.until("the backup to be taken over", taken).await
    }

    /// Waits until the player is mounted.
    ///
    /// # Errors
    /// Where it says that it cannot start, or says nothing in time.
    pub async fn ready(self) -> Result<()> {
        let ended = "document.body && (document.body.dataset.lectern === 'ready'
            || document.querySelector('#boot-failure')?.innerText.trim())";
        self.browser.until("the player", ended).await?;
        match self.boot_failure().await? {
            Some(failure) => bail!("the player says that it cannot start: {failure}"),
            None => Ok(()),
        }
    }

    /// What the player says where it cannot start.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn boot_failure(self) -> Result<Option<String>> {
        let script = "const line = document.querySelector('#boot-failure');
            return line && line.checkVisibility() && line.innerText.trim() || null";
        self.browser.js(script, &[]).await
    }

    /// Waits for a kind of page: `home`, `course`, `lesson` or `not-found`.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn on_page(self, page: &str) -> Result<()> {
        let shown = format!("document.querySelector('main[data-page=\"{page}\"] h1')");
        self.browser.until(&format!("the page {page}"), &shown).await
    }

    /// Waits for the page with this title above its text.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn on_page_titled(self, title: &str) -> Result<()> {
        let script = format!("document.querySelector('main h1')?.innerText.trim() === {}", json!(title));
        self.browser.until(&format!("the page titled {title:?}"), &script).await
    }

    /// Clicks, in a frame without scrolling the outer page.
    ///
    /// # Errors
    /// Where there is nothing to click.
    pub async fn click(self, css: &str) -> Result<()> {
        if self.in_frame { self.browser.click_in_place(css).await } else { self.browser.click(css).await }
    }

    /// From the home page to a course, by its place in the list.
    ///
    /// # Errors
    /// Where the course is not listed or does not open.
    pub async fn open_course(self, course: &str) -> Result<()> {
        self.click(&format!(".course-card a[href*='courses/{course}/']")).await?;
        self.on_page("course").await
    }

    /// From the course page to a lesson.
    ///
    /// # Errors
    /// Where the lesson is not in the outline or does not open.
    pub async fn open_lesson(self, lesson: &str) -> Result<()> {
        self.click(&format!("main [data-lesson='{lesson}'] a")).await?;
        self.on_page("lesson").await
    }

    /// The questions of the page, from top to bottom.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn questions(self) -> Result<Vec<ShownQuestion>> {
        let script =
            "return [...document.querySelectorAll('section.quiz fieldset.question')].map(question => ({
            id: question.dataset.question,
            prompt: (question.querySelector('.cloze') ?? question.querySelector('legend')).innerText,
            verdict: question.dataset.verdict ?? null,
            choices: [...question.querySelectorAll('label.choice')].map(label => ({
                id: label.querySelector('input').value,
                text: label.innerText,
                picked: label.querySelector('input').checked,
                feedback: label.parentElement.querySelector('.feedback')?.innerText.trim() ?? '',
                right: 'correct' in label.dataset && label.dataset.correct !== 'false',
            })),
        }))";
        let mut questions: Vec<ShownQuestion> = self.browser.js(script, &[]).await?;
        for question in &mut questions {
            question.prompt = folded(&question.prompt);
            for choice in &mut question.choices {
                choice.text = folded(&choice.text);
            }
        }
        Ok(questions)
    }

    /// Picks a choice of a question and has it checked. Waits for the verdict and returns it.
    ///
    /// # Errors
    /// Where there is no such choice, the answer could be checked before one was picked, or no verdict comes.
    pub async fn answer(self, question: &str, choice: &str) -> Result<String> {
        let button = format!("fieldset[data-question='{question}'] button.check");
        self.browser.find(&button).await?;
        let early: bool =
            self.browser.js("return document.querySelector(arguments[0]).disabled", &[json!(button)]).await?;
        ensure!(early, "question {question} can be checked before a choice is picked");
        self.pick(question, choice).await?;
        self.check(question).await
    }

    /// Picks a choice of a question, or drops it where it is one of several and picked.
    ///
    /// # Errors
    /// Where there is no such choice.
    pub async fn pick(self, question: &str, choice: &str) -> Result<()> {
        let fieldset = format!("fieldset[data-question='{question}']");
        self.click(&format!("{fieldset} label.choice:has(input[value='{choice}'])")).await
    }

    /// Types a text into a field of a question, by its place among them, instead of what stands there.
    ///
    /// # Errors
    /// Where there is no such field.
    pub async fn type_into(self, question: &str, field: usize, text: &str) -> Result<()> {
        self.fill(&self.field(question, field).await?, text).await
    }

    /// What selects a field of a question, by its place among them.
    async fn field(self, question: &str, field: usize) -> Result<String> {
        let fieldset = format!("fieldset[data-question='{question}']");
        let script = "return document.querySelector(arguments[0])
            ?.querySelectorAll('[data-gap]')[arguments[1]]?.dataset.gap ?? null";
        let slot: Option<String> = self.browser.js(script, &[json!(fieldset), json!(field)]).await?;
        let slot = slot.with_context(|| format!("question {question} has no field {field}"))?;
        Ok(format!("{fieldset} [data-gap='{slot}']"))
    }

    /// Types a text into any field in the place of what stands there.
    ///
    /// # Errors
    /// Where there is no such field.
    pub async fn fill(self, css: &str, text: &str) -> Result<()> {
        let field = self.browser.find(css).await?;
        field.click().await?;
        self.browser.js::<()>("document.querySelector(arguments[0]).select()", &[json!(css)]).await?;
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                // As a key: a driver may leave a line feed out.
                self.browser.press(Key::Enter).await?;
            }
            field.send_keys(line).await.with_context(|| format!("cannot type into {css}"))?;
        }
        Ok(())
    }

    /// Chooses from the list of a question's field by the text of an option.
    ///
    /// # Errors
    /// Where there is no such field or option.
    pub async fn choose(self, question: &str, field: usize, option: &str) -> Result<()> {
        let css = self.field(question, field).await?;
        let list = self.browser.find(&css).await?;
        list.select_by_label(option).await.with_context(|| format!("{css} has no {option}"))
    }

    /// Moves an item of an ordering `up` or `down` by one place.
    ///
    /// # Errors
    /// Where there is no such item.
    pub async fn move_item(self, question: &str, item: &str, way: &str) -> Result<()> {
        let item = format!("fieldset[data-question='{question}'] [data-item='{item}']");
        self.click(&format!("{item} [data-move='{way}']")).await
    }

    /// The items of an ordering from top to bottom.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn order(self, question: &str) -> Result<Vec<String>> {
        let items = format!("fieldset[data-question='{question}'] [data-item]");
        let script = "return [...document.querySelectorAll(arguments[0])].map(item => item.dataset.item)";
        self.browser.js(script, &[json!(items)]).await
    }

    /// What stands in the fields of a question, from top to bottom; of a list the text that is chosen.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn values(self, question: &str) -> Result<Vec<String>> {
        let fields = format!("fieldset[data-question='{question}'] [data-gap]");
        let script = "return [...document.querySelectorAll(arguments[0])].map(field =>
            field.value && (field.selectedOptions?.[0].text ?? field.value))";
        self.browser.js(script, &[json!(fields)]).await
    }

    /// Has an answer checked. Waits for the verdict, which is said in words too, and returns it.
    ///
    /// # Errors
    /// Where there is not enough of an answer to be checked, or no verdict comes.
    pub async fn check(self, question: &str) -> Result<String> {
        let fieldset = format!("fieldset[data-question='{question}']");
        let button = format!("{fieldset} button.check");
        let enabled = format!("document.querySelector({})?.disabled === false", json!(button));
        self.browser.until("a button that checks the answer", &enabled).await?;
        self.click(&button).await?;
        self.verdict(question).await
    }

    /// The verdict on a question, waited for, and for what comes a frame after it.
    ///
    /// # Errors
    /// Where none comes, or it is not said in words.
    pub async fn verdict(self, question: &str) -> Result<String> {
        let fieldset = format!("fieldset[data-question='{question}']");
        let verdict = format!("document.querySelector({})?.dataset.verdict", json!(fieldset));
        self.browser.until("a verdict", &verdict).await?;
        // A tab that is not seen has no frames.
        let rest = "new Promise((done) => {
            requestAnimationFrame(() => setTimeout(() => setTimeout(done)));
            setTimeout(done, 1000);
        })";
        self.browser.promise::<()>(rest).await?;
        let said = self.browser.text(&format!("{fieldset} .verdict")).await?;
        ensure!(!said.is_empty(), "the verdict on question {question} is not said in words");
        self.browser.js(&format!("return {verdict}"), &[]).await
    }

    /// Answers every question of the page right, as its source has it, and sees that each is judged so.
    ///
    /// # Errors
    /// Where page and source disagree, or a right answer is judged wrong.
    pub async fn answer_all(self, source: &[SourceQuestion]) -> Result<()> {
        let shown = self.questions().await?;
        ensure!(shown.len() == source.len(), "{} questions in the source, shown {shown:?}", source.len());
        for (shown, source) in shown.iter().zip(source) {
            let right = right_choice(shown, source)?;
            let verdict = self.answer(&shown.id, &right.id).await?;
            ensure!(verdict == "correct", "the right answer to {:?} is judged {verdict}", source.prompt);
        }
        let result = "document.querySelector('.quiz-result')?.innerText.match(/\\d/)";
        self.browser.until("the score", result).await
    }

    /// Goes on to the next lesson by its link.
    ///
    /// # Errors
    /// Where there is none, or it leads to no lesson.
    pub async fn next(self) -> Result<()> {
        let before = self.browser.url_in_frame().await?;
        self.click("a.next").await?;
        let left = format!("location.href !== {}", json!(before));
        self.browser.until("another page", &left).await?;
        self.on_page("lesson").await
    }

    /// Goes to a page of the player by a link, its path from the root as in `courses/bread/`, and waits until it is drawn.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn follow(self, path: &str) -> Result<()> {
        let follow = "
            const link = document.createElement('a');
            link.setAttribute('href', document.documentElement.dataset.root + arguments[0]);
            if (link.href !== location.href) document.querySelector('main h1').dataset.before = '';
            link.style.position = 'fixed';
            document.body.append(link);
            link.click();
            link.remove();";
        self.browser.js::<()>(follow, &[json!(path)]).await?;
        self.browser
            .until(&format!("the page {path}"), "document.querySelector('main h1:not([data-before])')")
            .await
    }

    /// The outline on the page: of the course page, or beside a lesson.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn outline(self) -> Result<Vec<OutlineEntry>> {
        let script = "return [...document.querySelectorAll('[data-lesson][data-state]')].map(entry =>
            ({ lesson: entry.dataset.lesson, state: entry.dataset.state }))";
        self.browser.js(script, &[]).await
    }

    /// Waits until the outline says this of a lesson.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn lesson_is(self, lesson: &str, state: &str) -> Result<()> {
        let entry = format!("[data-lesson='{lesson}'][data-state='{state}']");
        let seen = format!("document.querySelector({})", json!(entry));
        self.browser.until_within(PATIENCE, &format!("lesson {lesson} to be {state}"), &seen).await
    }

    /// Whether the page says that nothing will be remembered.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn is_told_that_nothing_is_remembered(self) -> Result<bool> {
        let script = "const notice = document.querySelector('.notice[data-notice=\"storage\"]');
            return !!notice && notice.checkVisibility() && notice.innerText.trim() !== ''";
        self.browser.js(script, &[]).await
    }
}

/// The choice of a shown question that its source says is right.
///
/// # Errors
/// Where page and source are not of one question.
pub fn right_choice<'a>(shown: &'a ShownQuestion, source: &SourceQuestion) -> Result<&'a ShownChoice> {
    ensure!(
        shown.prompt.contains(&source.prompt),
        "shown is {:?}, the source has {:?}",
        shown.prompt,
        source.prompt
    );
    let mut texts: Vec<&str> = shown.choices.iter().map(|choice| choice.text.as_str()).collect();
    let mut expected: Vec<&str> = source.choices.iter().map(String::as_str).collect();
    texts.sort_unstable();
    expected.sort_unstable();
    ensure!(texts == expected, "shown are the choices {texts:?}, the source has {expected:?}");
    let right = &source.choices[source.right];
    shown.choices.iter().find(|choice| choice.text == *right).context("compared above")
}
