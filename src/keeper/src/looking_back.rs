//! The part of the progress page that looks back: what was done on which day, how well, how long, and what is weak.
//! Everything that is a picture is a table too. What it shows is [`course::look_back`].

use course::backup::{pairs, together};
use course::library::{Course, Library};
use course::look_back::{Day, LookBack, Part};
use course::review::DAY;
use web_sys::Element;

use crate::charts::{Bar, bars, folded_table, table};
use crate::messages::{Word, say};
use crate::page::escaped;
use crate::player::{duration, player};
use crate::{archive, content, dates};

/// Days that are shown one by one.
const DAYS: usize = 28;

/// Weeks whose scores are shown.
const WEEKS: usize = 12;

/// What is told without the archive; nothing where nothing was answered yet.
pub(crate) fn at_once() -> String {
    told(Vec::new())
}

/// Puts what the archive knows beside it, where it knows anything.
pub(crate) async fn complete(place: Element) {
    let archived = archive::under_ids_of_now(archive::all().await);
    if !archived.is_empty() && place.is_connected() {
        place.set_inner_html(&told(archived));
    }
}

fn told(archived: Vec<(String, String)>) -> String {
    let Some(bundle) = content::bundle() else { return String::new() };
    let records = together(pairs(player().stored("")).collect(), archived);
    let now = dates::now();
    let texts = records.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let back = LookBack::of(texts, now, dates::day_number);
    match back.first() {
        Some(_) => html(&bundle.library, &back, now),
        None => String::new(),
    }
}

fn html(library: &Library, back: &LookBack, now: u64) -> String {
    let today = dates::day_number(now);
    let mut html = format!("<h2>{}</h2>", say(Word::looking_back));
    html += &facts(library, back, today);
    html += &last_days(back, now, today);
    html += &weeks(back, now, today);
    let sections: String = library.courses.iter().map(|course| sections(back, course)).collect();
    if !sections.is_empty() {
        html += &format!("<h2>{}</h2>{sections}", say(Word::by_section));
    }
    html
}

/// The sums.
fn facts(library: &Library, back: &LookBack, today: i64) -> String {
    let lessons = library.courses.iter().flat_map(|course| course.lessons());
    let all = back.part(lessons.map(|lesson| lesson.id.as_str()));
    let mut facts = vec![
        (Word::lessons_completed, dates::number(all.completed)),
        (Word::answers_given, dates::number(back.answers())),
        (Word::days_in_a_row, dates::number(back.streak(today))),
    ];
    if back.seconds() >= 60 {
        facts.push((Word::time_spent, time(back.seconds())));
    }
    let facts =
        facts.iter().map(|(word, value)| format!("<div><dt>{}</dt><dd>{value}</dd></div>", say(*word)));
    format!("<dl class=\"figures\">{}</dl>", facts.collect::<String>())
}

/// Answers day by day, the right ones filled.
fn last_days(back: &LookBack, now: u64, today: i64) -> String {
    let days = back.last(today, DAYS);
    let most = days.iter().map(|day| day.answers).max().unwrap_or_default();
    let times = days_ago(now, DAYS);
    let bar = |(at, (day, time)): (usize, (&Day, &f64))| Bar {
        whole: day.answers,
        filled: day.right,
        value: if day.answers > 0 { dates::number(day.answers) } else { String::new() },
        // One name a week, counted from today.
        name: if (DAYS - 1 - at).is_multiple_of(7) { dates::date(*time) } else { String::new() },
    };
    let picture: Vec<Bar> = days.iter().zip(&times).enumerate().map(bar).collect();
    let rows = days.iter().zip(&times).rev().filter(|(day, _)| **day != Day::default()).map(|(day, at)| {
        vec![dates::day(*at), dates::number(day.answers), dates::number(day.right), time(day.seconds)]
    });
    let heads = [Word::forecast_day, Word::answers_given, Word::answers_right, Word::time_spent].map(say);
    let title = say(Word::last_days);
    format!(
        "<h3>{title}</h3>{}{}<p class=\"small\">{}</p>",
        bars(&picture, most),
        folded_table(title, &heads, &rows.collect::<Vec<_>>()),
        say(Word::time_counts)
    )
}

/// The share of right answers week by week, the last one ending today; nothing in the first week.
fn weeks(back: &LookBack, now: u64, today: i64) -> String {
    let days = back.last(today, WEEKS * 7);
    let times = days_ago(now, WEEKS * 7);
    let weeks: Vec<(usize, usize, f64)> = days
        .chunks(7)
        .zip(times.chunks(7))
        .map(|(days, times)| {
            let sum = |count: fn(&Day) -> usize| days.iter().map(count).sum::<usize>();
            (sum(|day| day.answers), sum(|day| day.right), times[0])
        })
        .skip_while(|(answers, ..)| *answers == 0)
        .collect();
    if weeks.len() < 2 {
        return String::new();
    }
    let percent = |right: usize, answers: usize| (right * 100).checked_div(answers);
    let bar = |(answers, right, time): &(usize, usize, f64)| {
        let percent = percent(*right, *answers);
        Bar {
            whole: percent.unwrap_or_default(),
            filled: percent.unwrap_or_default(),
            value: percent.map(dates::percent).unwrap_or_default(),
            name: dates::date(*time),
        }
    };
    let rows = weeks.iter().rev().map(|(answers, right, time)| {
        vec![
            dates::day(*time),
            dates::number(*answers),
            percent(*right, *answers).map(dates::percent).unwrap_or_default(),
        ]
    });
    let heads = [Word::week_of, Word::answers_given, Word::answers_right].map(say);
    let title = say(Word::scores_over_time);
    format!(
        "<h3>{title}</h3>{}{}",
        bars(&weeks.iter().map(bar).collect::<Vec<_>>(), 100),
        folded_table(title, &heads, &rows.collect::<Vec<_>>())
    )
}

/// A course that was begun, section by section.
fn sections(back: &LookBack, course: &Course) -> String {
    if back.part(course.lessons().map(|lesson| lesson.id.as_str())) == Part::default() {
        return String::new();
    }
    let rows = course.sections.iter().map(|section| {
        let part = back.part(section.lessons.iter().map(|lesson| lesson.id.as_str()));
        let title = if section.title.is_empty() { &course.title } else { &section.title };
        let mut name = format!("<span class=\"part\">{}</span>", escaped(title));
        if part.is_weak() {
            // The way to what is weak: the lesson with most to look at again.
            let weakest = section.lessons.iter().max_by_key(|lesson| {
                let part = back.part([lesson.id.as_str()]);
                part.answered - part.right
            });
            let href = weakest.map(|lesson| content::href(&course.route_to(&lesson.id)));
            name += &format!(
                " <a class=\"weak\" href=\"{}\">{}</a>",
                href.unwrap_or_default(),
                say(Word::worth_a_look)
            );
        }
        let lessons = section.lessons.len();
        let share = |of: usize, all: usize| {
            format!(
                "<span class=\"share\"><progress value=\"{of}\" max=\"{}\" aria-hidden=\"true\"></progress> {}&#x2060;/{}</span>",
                all.max(1),
                dates::number(of),
                dates::number(all)
            )
        };
        vec![name, share(part.completed, lessons), share(part.right, part.answered), time(part.seconds)]
    });
    let heads = [Word::section, Word::lessons_completed, Word::answers_right, Word::time_spent].map(say);
    let title = escaped(&course.title);
    let label = format!("{}: {title}", say(Word::by_section));
    format!("<h3 class=\"part\">{title}</h3>{}", table(&label, &heads, &rows.collect::<Vec<_>>()))
}

/// A length of time; empty below a minute.
fn time(seconds: u64) -> String {
    match u32::try_from(seconds / 60) {
        Ok(0) | Err(_) => String::new(),
        Ok(minutes) => duration(minutes),
    }
}

/// A time of each of the last days, today last. Noon, so that no change of the clocks leads into another day.
fn days_ago(now: u64, days: usize) -> Vec<f64> {
    let noon = dates::midnights(now, 1)[0] + (DAY / 2) as f64;
    (0..days).rev().map(|back| noon - (back as u64 * DAY) as f64).collect()
}
