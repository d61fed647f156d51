//! Native form fields in HTML that is drawn as text: what stands in them before they are shown, and what a learner
//! has put there.

use js_sys::Reflect;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, EventTarget, HtmlInputElement, HtmlTemplateElement};

/// The element that an event is about.
pub(crate) fn target(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The HTML after `change` has seen every field in it that bears the attribute `name`, together with the value of
/// that attribute.
pub(crate) fn with_fields(html: &str, name: &str, change: &dyn Fn(&Element, &str)) -> String {
    if cfg!(feature = "ssr") {
        // Nothing is known of a learner, so nothing stands in any field.
        return html.to_owned();
    }
    let Some(template) = template(html) else { return html.to_owned() };
    each(template.content().query_selector_all(&format!("[{name}]")), &mut |field| {
        change(field, &field.get_attribute(name).unwrap_or_default());
    });
    template.inner_html()
}

/// HTML as a browser has it, to be put somewhere.
pub(crate) fn fragment(html: &str) -> Option<DocumentFragment> {
    template(html).map(|template| template.content())
}

/// What lies in a template is only a text to the browser: no picture is loaded for it.
fn template(html: &str) -> Option<HtmlTemplateElement> {
    let template: HtmlTemplateElement = document().create_element("template").ok()?.dyn_into().ok()?;
    template.set_inner_html(html);
    Some(template)
}

/// Puts a value into a field that is not shown yet. A box or a radio button is checked where its own value is this.
pub(crate) fn put(field: &Element, value: &str) {
    let is_own = |element: &Element| element.get_attribute("value").as_deref() == Some(value);
    match field.tag_name().as_str() {
        "TEXTAREA" => field.set_text_content(Some(value)),
        "SELECT" => each(field.query_selector_all("option"), &mut |option| {
            if is_own(option) {
                set(option, "selected", "");
            }
        }),
        _ if field.has_attribute("name") => {
            if is_own(field) {
                set(field, "checked", "");
            }
        }
        _ => set(field, "value", value),
    }
}

/// What stands in a field that is shown; nothing in a box that is not checked.
pub(crate) fn value(field: &Element) -> String {
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) if input.type_() == "checkbox" && !input.checked() => String::new(),
        // Every kind of field has this one, and one way to ask is enough for all.
        _ => {
            Reflect::get(field, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
        }
    }
}

/// Puts a value into a field that is shown. A box or a radio button is checked where its own value is this.
pub(crate) fn put_shown(field: &Element, value: &str) {
    // Every kind of field has these, and one way to set them is enough for all.
    _ = match field.has_attribute("name") {
        true => {
            let is_own = field.get_attribute("value").as_deref() == Some(value);
            Reflect::set(field, &"checked".into(), &is_own.into())
        }
        false => Reflect::set(field, &"value".into(), &value.into()),
    };
}

/// Whether the learner is at this element or at something in it right now, in this window.
pub(crate) fn is_in_use(element: &Element) -> bool {
    let document = document();
    document.has_focus() == Ok(true) && element.contains(document.active_element().as_deref())
}

/// The first element of a selector within another.
pub(crate) fn within(element: &Element, css: &str) -> Option<Element> {
    element.query_selector(css).ok().flatten()
}

/// The nearest element of a selector around another, or itself.
pub(crate) fn around(element: &Element, css: &str) -> Option<Element> {
    element.closest(css).ok().flatten()
}

/// Draws a part of an element anew, unless there is nothing new to it: what is the same is not to be read out again.
pub(crate) fn put_html(element: &Element, css: &str, html: &str) {
    if let Some(part) = within(element, css)
        && part.inner_html() != html
    {
        part.set_inner_html(html);
    }
}

/// Sets an attribute. Only names that are none could be refused.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    _ = element.set_attribute(name, value);
}

/// A plain text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;")
}

/// Visits every element of a list.
pub(crate) fn each(list: Result<web_sys::NodeList, wasm_bindgen::JsValue>, visit: &mut dyn FnMut(&Element)) {
    let Ok(list) = list else { return };
    for at in 0..list.length() {
        if let Some(element) = list.get(at).and_then(|node| node.dyn_into().ok()) {
            visit(&element);
        }
    }
}
