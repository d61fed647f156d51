//! What the head of a page says to search engines and to those who show a link with a preview.
//!
//! Open Graph as <https://ogp.me> has it, cards as X and others read them. Whole addresses stand in it only where the
//! author says where the site will be found.

use course::lesson::{Block, LessonBody};
use course::library::Library;
use course::route::{ASSET_SCHEME, Route};

use crate::address::Address;
use crate::icons;
use crate::pages::{About, Page};
use crate::shell::escaped;

/// The kinds of picture that previews show.
const PICTURES: [&str; 5] = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

/// A picture for pages that have none of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    /// On the site.
    path: String,
    /// In pixels, where it is known.
    size: Option<(u32, u32)>,
}

impl Card {
    /// The one that the author names.
    pub(crate) fn of_author(path: String) -> Self {
        Self { path, size: None }
    }

    /// The one that is drawn from the colour.
    pub(crate) fn drawn(path: String) -> Self {
        Self { path, size: Some(icons::PREVIEW) }
    }
}

/// The tags of a page. `card` is for those that show no picture.
pub(crate) fn head(
    page: &Page,
    about: &About,
    library: &str,
    body: Option<&LessonBody>,
    address: Option<&Address>,
    card: Option<&Card>,
) -> Vec<String> {
    let mut tags = Vec::new();
    let named = |name: &str, value: &str| format!("<meta name=\"{name}\" content=\"{value}\" />");
    let property = |name: &str, value: &str| format!("<meta property=\"{name}\" content=\"{value}\" />");
    match address {
        Some(address) => {
            let whole = escaped(&address.of(&page.route));
            tags.push(format!("<link rel=\"canonical\" href=\"{whole}\" />"));
            tags.push(property("og:url", &whole));
        }
        // An address of before names the one of now all the same; learners are led there by the player.
        None if page.is_moved => {
            tags.push(format!("<link rel=\"canonical\" href=\"./{}\" />", page.route));
        }
        None => {}
    }
    tags.push(property("og:type", if page.route == Route::Home { "website" } else { "article" }));
    tags.push(property("og:site_name", &escaped(library)));
    tags.push(property("og:title", &escaped(&about.title)));
    if !about.description.is_empty() {
        tags.push(property("og:description", &about.description));
    }
    let own = body.and_then(picture).map(|name| Card::of_author(format!("assets/{name}")));
    let card = own.as_ref().or(card).zip(address);
    if let Some((card, address)) = card {
        tags.push(property("og:image", &escaped(&address.of_file(&card.path))));
        if let Some((width, height)) = card.size {
            tags.push(property("og:image:width", &width.to_string()));
            tags.push(property("og:image:height", &height.to_string()));
        }
    }
    // A picture without a word on it is shown small.
    let is_large = card.is_some_and(|(card, _)| card.size.is_none());
    tags.push(named("twitter:card", if is_large { "summary_large_image" } else { "summary" }));
    tags
}

/// The list of all pages as <https://www.sitemaps.org> has it.
pub(crate) fn sitemap(library: &Library, address: &Address) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    // What is remembered of a learner is nothing to be searched for.
    for route in library.routes().filter(|route| !matches!(route, Route::Tool(_))) {
        xml += &format!("  <url><loc>{}</loc></url>\n", escaped(&address.of(&route)));
    }
    xml + "</urlset>\n"
}

/// The name of the first picture of a lesson that a preview can show.
fn picture(body: &LessonBody) -> Option<&str> {
    fn text(block: &Block) -> Option<&str> {
        match block {
            Block::Html(html) => Some(html),
            _ => None,
        }
    }
    let mark = format!(" src=\"{ASSET_SCHEME}");
    body.blocks.iter().filter_map(text).find_map(|html| {
        let mut names =
            html.split(&mark).skip(1).filter_map(|rest| rest.split_once('"').map(|(name, _)| name));
        names.find(|name| PICTURES.iter().any(|ending| name.ends_with(ending)))
    })
}

#[cfg(test)]
mod tests {
    use course::bundle::Bundle;

    use super::*;
    use crate::pages::pages;
    use crate::sample;

    fn tags(path: &str, address: Option<&str>) -> String {
        let bytes = sample::course("School");
        let bundle = Bundle::decode(&bytes).unwrap();
        let pages = pages(&bundle.library);
        let page = pages.iter().find(|page| page.path == format!("{path}index.html")).unwrap();
        let body = match &page.route {
            Route::Lesson { lesson, .. } => bundle.body(lesson),
            _ => None,
        };
        let address = address.map(|address| address.parse().unwrap());
        let about = About::of(&bundle.library, &page.route, body.as_ref());
        let card = Card::drawn("preview-0123.png".into());
        head(page, &about, "School", body.as_ref(), address.as_ref(), Some(&card)).join("\n")
    }

    #[test]
    fn a_page_tells_what_it_is_and_where_that_is_known() {
        assert_eq!(
            tags("courses/baking/first/", Some("https://school.example/x/")),
            "<link rel=\"canonical\" href=\"https://school.example/x/courses/baking/first/\" />\n\
             <meta property=\"og:url\" content=\"https://school.example/x/courses/baking/first/\" />\n\
             <meta property=\"og:type\" content=\"article\" />\n\
             <meta property=\"og:site_name\" content=\"School\" />\n\
             <meta property=\"og:title\" content=\"Bread &amp; &lt;Butter&gt; · Baking &quot;well&quot; · School\" />\n\
             <meta property=\"og:description\" content=\"Take good flour &amp; &quot;warm&quot; water.\" />\n\
             <meta property=\"og:image\" content=\"https://school.example/x/assets/loaf-0123.png\" />\n\
             <meta name=\"twitter:card\" content=\"summary_large_image\" />"
        );
        let home = tags("", Some("https://school.example/x/"));
        assert!(
            home.contains("<meta property=\"og:image\" content=\"https://school.example/x/preview-0123.png\" />\n<meta property=\"og:image:width\" content=\"1200\" />"),
            "{home}"
        );
        let home = tags("", None);
        assert!(!home.contains("http"), "nothing is guessed: {home}");
        assert!(home.contains("\"website\"") && home.contains("\"summary\""), "{home}");
    }

    #[test]
    fn an_address_of_before_names_the_one_of_now() {
        let link = "<link rel=\"canonical\" href=\"./courses/baking/first/\" />";
        assert!(tags("courses/baking/loaf/", None).contains(link));
        assert!(!tags("courses/baking/first/", None).contains("canonical"));
        let whole = "<link rel=\"canonical\" href=\"https://s.example/courses/baking/first/\" />";
        assert!(tags("courses/baking/loaf/", Some("https://s.example")).contains(whole));
    }

    #[test]
    fn the_sitemap_has_every_page_once_and_none_of_before() {
        let bytes = sample::course("School");
        let xml =
            sitemap(&Bundle::decode(&bytes).unwrap().library, &"https://school.example".parse().unwrap());
        let all: Vec<_> = xml.lines().filter(|line| line.contains("<loc>")).collect();
        assert_eq!(
            all,
            ["", "courses/baking/", "courses/baking/first/", "courses/baking/gr%C3%B6%C3%9Fe/"]
                .map(|path| format!("  <url><loc>https://school.example/{path}</loc></url>"))
        );
    }
}
