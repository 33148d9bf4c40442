//! A reader for the markup that the templates write: strict enough to find what must not be there.

/// An opening tag with its attributes, values unescaped as far as the tests need.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The opening tags of a page. Panics where the markup is not what a browser would read the same way.
pub(super) fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(['/', '!']) {
            continue;
        }
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric()).expect("a tag ends");
        let mut tag = Tag { name: rest[..name_end].to_owned(), attributes: Vec::new() };
        assert!(!tag.name.is_empty(), "a bare `<` in the page: {}", &rest[..rest.len().min(40)]);
        rest = &rest[name_end..];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
                rest = after;
                break;
            }
            let end = rest.find(['=', ' ', '>', '\n']).expect("an attribute ends");
            let name = rest[..end].to_owned();
            assert!(!name.contains(['"', '\'', '<']), "a stray quote in <{}>", tag.name);
            rest = &rest[end..];
            let value = if let Some(after) = rest.strip_prefix("=\"") {
                let close = after.find('"').expect("an attribute value ends");
                rest = &after[close + 1..];
                after[..close].to_owned()
            } else {
                assert!(!rest.starts_with('='), "an unquoted attribute `{name}` in <{}>", tag.name);
                String::new()
            };
            tag.attributes.push((name, value));
        }
        tags.push(tag);
    }
    tags
}

/// What stands outside tags, style sheets left out.
pub(super) fn visible_text(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let skip = if rest[at..].starts_with("<style") { rest[at..].find("</style>") } else { rest[at..].find('>') };
        rest = &rest[at + skip.expect("a tag ends") + 1..];
        text.push(' ');
    }
    text.push_str(rest);
    text
}
