//! Reads the forms of a page as a browser does, by tag and attribute.

use std::collections::BTreeMap;

/// A form of a page.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Where it goes; empty: where it came from.
    pub(crate) action: String,
    /// The inputs in order: name and value.
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    /// The value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The form with a field as somebody typed it. Hidden ones stay as they are.
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(known, _)| known == name);
        let field = field.unwrap_or_else(|| panic!("the form has no field {name}"));
        value.clone_into(&mut field.1);
        self
    }

    /// The form with a box ticked, whether or not the page shows it.
    pub(crate) fn tick(self, name: &str) -> Self {
        self.press(name, "on")
    }

    /// The form as it is sent by this button.
    pub(crate) fn press(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The body in which it is posted.
    pub(crate) fn body(&self) -> String {
        encode(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

/// Pairs as `application/x-www-form-urlencoded`.
pub(crate) fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The forms of a page.
pub(crate) fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_open = false;
    for tag in tags(page) {
        let attribute = |name: &str| tag.attributes.get(name).cloned().unwrap_or_default();
        match tag.name.as_str() {
            "form" => {
                is_open = true;
                forms.push(Form { action: attribute("action"), fields: Vec::new() });
            }
            "/form" => is_open = false,
            "input" | "button" | "textarea" | "select" if is_open && tag.attributes.contains_key("name") => {
                let is_button = tag.name == "button" || attribute("type") == "submit";
                // A box that is not ticked sends nothing.
                let is_empty_box = attribute("type") == "checkbox" && !tag.attributes.contains_key("checked");
                // A button's value is sent by the one that is pressed; pages have one each, or tests name it.
                if let Some(form) = forms.last_mut().filter(|_| !is_button && !is_empty_box) {
                    form.fields.push((attribute("name"), attribute("value")));
                }
            }
            _ => {}
        }
    }
    forms
}

/// The targets of a page's links.
pub(crate) fn links(page: &str) -> Vec<String> {
    tags(page).into_iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.attributes.get("href").cloned()).collect()
}

/// The elements of a document with the names of their attributes: what a text in it must never change.
pub(crate) fn outline(page: &str) -> Vec<String> {
    let name = |tag: Tag| format!("{} {:?}", tag.name, tag.attributes.into_keys().collect::<Vec<_>>());
    tags(page).into_iter().map(name).collect()
}

struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

fn tags(page: &str) -> Vec<Tag> {
    page.split('<').skip(1).filter_map(|after| tag(after.split('>').next()?)).collect()
}

fn tag(inner: &str) -> Option<Tag> {
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let name = inner[..end].trim_end_matches('/').to_ascii_lowercase();
    if name.is_empty() || name.starts_with('!') {
        return None;
    }
    let mut attributes = BTreeMap::new();
    let mut rest = inner[end..].trim_start();
    while !rest.is_empty() {
        let stop = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(stop);
        let (value, left) = match after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            Some((value, left)) => (unescape(value), left),
            None => (String::new(), after.trim_start_matches('=')),
        };
        if !attribute.is_empty() {
            attributes.insert(attribute.to_ascii_lowercase(), value);
        }
        rest = left.trim_start();
        if attribute.is_empty() && left.len() == after.len() {
            break;
        }
    }
    Some(Tag { name, attributes })
}

/// Undoes the escaping of the templates.
fn unescape(text: &str) -> String {
    let named = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
