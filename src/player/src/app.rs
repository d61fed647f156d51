//! The frame around every page: header, notices, the page of the current route.

use course::route::Route;
use leptos::prelude::*;

use crate::browser;
use crate::bundle::Content;
use crate::components::header::Header;
use crate::components::notice::StorageNotice;
use crate::learner::Learner;
use crate::navigator::Navigator;
use crate::pages::course::CoursePage;
use crate::pages::home::HomePage;
use crate::pages::lesson::LessonPage;
use crate::pages::not_found::NotFoundPage;

/// Draws the application into `#app` and marks the page as ready.
pub(crate) fn mount(content: Content) {
    let Some(element) = browser::app_element() else {
        browser::report("the page has no element #app to draw into");
        return;
    };
    element.set_inner_html("");
    mount_to(element, move || view! { <App content /> }).forget();
    if let Some(body) = document().body() {
        _ = body.set_attribute("data-lectern", "ready");
    }
}

/// The whole application.
#[component]
fn App(content: Content) -> impl IntoView {
    provide_context(content);
    provide_context(Learner::open());
    let navigator = Navigator::start();
    provide_context(navigator);

    let route = Memo::new(move |_| navigator.location().route);
    Effect::new(move || document().set_title(&content.library.page_title(&route.get())));

    view! {
        <Header />
        <StorageNotice />
        {move || match route.get() {
            Route::Home => view! { <HomePage /> }.into_any(),
            Route::Course { course } => match content.library.course(&course) {
                Some(course) => view! { <CoursePage course /> }.into_any(),
                None => view! { <NotFoundPage /> }.into_any(),
            },
            Route::Lesson { course, lesson } => {
                match content.library.course(&course).and_then(|course| course.place(&lesson)) {
                    Some(place) => view! { <LessonPage place /> }.into_any(),
                    None => view! { <NotFoundPage /> }.into_any(),
                }
            }
            Route::NotFound { .. } => view! { <NotFoundPage /> }.into_any(),
        }}
    }
}
