//! Dates, durations and numbers, as the learner's language writes them: all of it is asked of `Intl`.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, value: f64, unit: &str) -> String;
}

/// Milliseconds since 1970-01-01 UTC, by the learner's clock.
pub(crate) fn now() -> u64 {
    Date::now() as u64
}

/// The language that the page is in.
fn locale() -> String {
    let page = web_sys::window().and_then(|window| window.document()?.document_element());
    page.and_then(|page| page.get_attribute("lang")).unwrap_or_default()
}

/// How long from now a time is, as in "in 9 hours".
pub(crate) fn from_now(time: u64, now: u64) -> String {
    let minutes = (time.saturating_sub(now) as f64 / 60_000.0).ceil();
    let (value, unit) = match minutes {
        0.0..90.0 => (minutes, "minute"),
        90.0..2_160.0 => ((minutes / 60.0).round(), "hour"),
        _ => ((minutes / 1_440.0).round(), "day"),
    };
    RelativeTimeFormat::new(&locale(), &JsValue::UNDEFINED)
        .map_or_else(|_| String::new(), |it| it.format(value, unit))
}

/// A number by itself.
pub(crate) fn number(number: usize) -> String {
    js_sys::Number::from(number as f64).to_locale_string(&locale()).into()
}

/// A day, as in "Thu, Nov 26".
pub(crate) fn day(time: f64) -> String {
    shown(time, &[("weekday", "short"), ("day", "numeric"), ("month", "short")])
}

/// The first letters of a day of the week.
pub(crate) fn weekday(time: f64) -> String {
    shown(time, &[("weekday", "narrow")])
}

/// Day and time of day.
pub(crate) fn moment(time: u64) -> String {
    shown(time as f64, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// When the day of a time began where the learner is, and each day after it; summer time is seen to.
pub(crate) fn midnights(now: u64, days: usize) -> Vec<f64> {
    let date = Date::new(&JsValue::from_f64(now as f64));
    let (year, month, day) = (date.get_full_year(), date.get_month(), date.get_date());
    (0..days as u32)
        .map(|ahead| Date::new_with_year_month_day(year, month as i32, (day + ahead) as i32).get_time())
        .collect()
}

fn shown(time: f64, wishes: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in wishes {
        _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    Date::new(&time.into()).to_locale_string(&locale(), &options).into()
}
