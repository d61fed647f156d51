//! Where a learner was reading: a lesson and the place in it, as one line. It stands in the setting `place`, a
//! [`super::Register`] whose count is the clock of who wrote: of two places the later one stays.

/// A place in the text of a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'p> {
    /// The id of the lesson.
    pub lesson: &'p str,
    /// The id of the last heading above, as it stands behind `#` in an address; empty above the first one.
    pub heading: &'p str,
    /// The text of that heading.
    pub title: &'p str,
}

impl<'p> Place<'p> {
    /// Reads `lesson heading part title`, as `reader.js` writes it; `None` where it is something else. The part is how many
    /// hundredths of what follows the heading lie above the place, which that script alone asks for.
    pub fn parse(text: &'p str) -> Option<Self> {
        // What is encoded for an address holds no spaces, and neither does an id.
        let mut parts = text.splitn(4, ' ');
        let (lesson, heading) = (parts.next()?, parts.next()?);
        Some(Self { lesson, heading, title: parts.nth(1).unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_with_and_without_a_heading() {
        let place = Place::parse("flour gl%C3%BCten 37 Gluten at home").unwrap();
        assert_eq!(place, Place { lesson: "flour", heading: "gl%C3%BCten", title: "Gluten at home" });
        assert_eq!(Place::parse("flour  0"), Some(Place { lesson: "flour", ..Place::default() }));
        assert_eq!(
            Place::parse("flour gluten 3"),
            Some(Place { lesson: "flour", heading: "gluten", title: "" })
        );
        assert_eq!(Place::parse(""), None);
    }
}
