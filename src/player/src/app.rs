//! The frame around every page: header, notices, the page of the current route.

use course::route::Route;
use leptos::prelude::*;

use crate::browser;
use crate::bundle::Content;
use crate::components::header::Header;
use crate::components::notice::StorageNotice;
use crate::keeper;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;
use crate::pages::course::CoursePage;
use crate::pages::home::HomePage;
use crate::pages::lesson::LessonPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::tool::ToolPage;

/// What every component can reach.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    /// What is played.
    pub(crate) content: Content,
    /// Who plays.
    pub(crate) learner: Learner,
    /// Where.
    pub(crate) navigator: Navigator,
}

/// The player that the current component is part of.
pub(crate) fn player() -> Player {
    expect_context()
}

/// The whole application.
#[component]
pub(crate) fn App(content: Content, navigator: Navigator) -> impl IntoView {
    let library = content.library;
    let learner = Learner::open(library);
    let player = Player { content, learner, navigator };
    keeper::serve(player);
    provide_context(player);

    view! {
        {move || {
            learner.epoch();
            view! { <Header /> }
        }}
        <StorageNotice />
        {move || {
            learner.epoch();
            let route = navigator.route();
            browser::set_title(&messages::page_title(library, &route));
            match route {
                Route::Home => view! { <HomePage /> }.into_any(),
                Route::Course { course } => match library.course(&course) {
                    Some(course) => view! { <CoursePage course /> }.into_any(),
                    None => view! { <NotFoundPage /> }.into_any(),
                },
                Route::Lesson { course, lesson } => {
                    match library.course(&course).and_then(|course| course.place(&lesson)) {
                        Some(place) => view! { <LessonPage place /> }.into_any(),
                        None => view! { <NotFoundPage /> }.into_any(),
                    }
                }
                Route::Tool(tool) => view! { <ToolPage tool /> }.into_any(),
                Route::NotFound { .. } => view! { <NotFoundPage /> }.into_any(),
            }
        }}
    }
}
