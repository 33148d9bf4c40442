//! What a pool may say in its own words: messages that the product has, with the values that it gives them, as text.
//!
//! It refuses to know how words are looked up. Pages escape every text anyway; markup is refused so that its author
//! learns at once that it would be shown as typed.

use std::collections::BTreeSet;

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement};

use super::Layer;

/// The longest wording a pool may bring for one language, in bytes: more than the whole product says.
pub const WORDING_LIMIT: usize = 96 * 1024;
/// The longest text of one message, in characters, its variants included.
const MESSAGE_LIMIT: usize = 1500;
/// Most braces and parentheses that one message opens. The parser descends once for each, on the thread's own stack.
const NESTING_LIMIT: usize = 64;
/// The keys that pools invent: labels of custom attributes.
const INVENTED: &str = "attribute-custom-";

/// Why a wording was refused. The text names the message, so that its author can find it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WordingProblem {
    /// The source is not Fluent.
    #[error("line {line}: {why}")]
    Syntax {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// The source is larger than a wording may be.
    #[error("it is larger than {WORDING_LIMIT} bytes")]
    TooLarge,
    /// There is no message in it.
    #[error("there is no message in it")]
    Empty,
    /// The product speaks other languages only.
    #[error("there are no pages in the language `{0}`; there are {1}")]
    UnknownLanguage(String, String),
    /// A key which the product does not have would never be shown.
    #[error("there is no message `{0}`")]
    UnknownKey(String),
    /// Only one of them would be shown.
    #[error("the message `{0}` occurs twice")]
    Repeated(String),
    /// A message without words would leave a hole in a page.
    #[error("the message `{0}` says nothing")]
    Hole(String),
    /// One message is longer than any page has room for.
    #[error("the message `{0}` is longer than {MESSAGE_LIMIT} characters")]
    TooLong(String),
    /// Messages are text; markup would be shown as typed.
    #[error("the message `{0}` contains markup")]
    Markup(String),
    /// Marks that turn the order of the text around them, and control characters, would deceive its readers.
    #[error("the message `{0}` contains control characters or marks that reorder text")]
    Control(String),
    /// The product gives the message no such value.
    #[error("the message `{0}` has no value `${1}`")]
    UnknownVariable(String, String),
    /// References would show as their own name where they lead nowhere, and functions are none of a page's business.
    #[error("the message `{0}` refers to another message or a function; a wording has text and values only")]
    Reference(String),
}

/// Refuses what would make the parser descend too far.
pub(super) fn check_nesting(source: &str) -> Result<(), WordingProblem> {
    let mut opened = 0;
    for (number, line) in source.lines().enumerate() {
        if begins_a_message(line) {
            opened = 0;
        }
        opened += line.matches(['{', '(']).count();
        if opened > NESTING_LIMIT {
            return Err(WordingProblem::Syntax { line: number + 1, why: "too many braces in one message".to_owned() });
        }
    }
    Ok(())
}

/// `key =` at the beginning of a line: wherever the parser is, it does not get past this inside of another message.
fn begins_a_message(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else { return false };
    let key = key.trim_end();
    key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Holds the entries of a pool's wording against the product's messages.
pub(super) fn check<'a>(
    entries: impl Iterator<Item = &'a Entry<&'a str>>,
    known: &Layer,
) -> Result<(), WordingProblem> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        match entry {
            Entry::Message(message) => {
                if !seen.insert(message.id.name) {
                    return Err(WordingProblem::Repeated(message.id.name.to_owned()));
                }
                check_message(message, known)?;
            }
            Entry::Term(term) => return Err(WordingProblem::UnknownKey(format!("-{}", term.id.name))),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    if seen.is_empty() { Err(WordingProblem::Empty) } else { Ok(()) }
}

fn check_message(message: &Message<&str>, known: &Layer) -> Result<(), WordingProblem> {
    let key = message.id.name;
    if !known.has(key) && !key.starts_with(INVENTED) {
        return Err(WordingProblem::UnknownKey(key.to_owned()));
    }
    if let Some(attribute) = message.attributes.first() {
        return Err(WordingProblem::UnknownKey(format!("{key}.{}", attribute.id.name)));
    }
    let parts = Parts::of(message);
    if parts.has_reference {
        return Err(WordingProblem::Reference(key.to_owned()));
    }
    let given = known.variables(key);
    if let Some(unknown) = parts.variables.iter().find(|name| given.is_none_or(|given| !given.contains(*name))) {
        return Err(WordingProblem::UnknownVariable(key.to_owned(), unknown.clone()));
    }
    if parts.text.contains(['<', '>']) {
        return Err(WordingProblem::Markup(key.to_owned()));
    }
    if parts.text.chars().any(deceives) {
        return Err(WordingProblem::Control(key.to_owned()));
    }
    if parts.text.chars().count() > MESSAGE_LIMIT {
        return Err(WordingProblem::TooLong(key.to_owned()));
    }
    if parts.has_hole || parts.text.trim().is_empty() && parts.variables.is_empty() {
        return Err(WordingProblem::Hole(key.to_owned()));
    }
    Ok(())
}

/// Control characters, the marks that override or isolate a direction, and the noncharacters that filters use for themselves.
fn deceives(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}

/// The variables that a message uses.
pub(super) fn variables(message: &Message<&str>) -> BTreeSet<String> {
    Parts::of(message).variables
}

/// What a message is made of, all its variants together.
#[derive(Default)]
struct Parts {
    text: String,
    variables: BTreeSet<String>,
    has_reference: bool,
    has_hole: bool,
}

impl Parts {
    fn of(message: &Message<&str>) -> Self {
        let mut parts = Self::default();
        if let Some(pattern) = &message.value {
            parts.pattern(pattern);
        }
        parts
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.variant(&variant.value);
                }
            }
        }
    }

    /// Each variant is a whole text of its own.
    fn variant(&mut self, pattern: &Pattern<&str>) {
        let mut own = Self::default();
        own.pattern(pattern);
        self.has_hole |= own.has_hole || own.text.trim().is_empty() && own.variables.is_empty();
        self.has_reference |= own.has_reference;
        self.text.push_str(&own.text);
        self.variables.append(&mut own.variables);
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { value } => self.literal(value),
            InlineExpression::NumberLiteral { value } => self.text.push_str(value),
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                self.has_reference = true;
                self.arguments(arguments);
            }
            InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => {
                self.has_reference = true;
            }
        }
    }

    fn literal(&mut self, value: &str) {
        self.text.push_str(&fluent_syntax::unicode::unescape_unicode_to_string(value));
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        for argument in &arguments.positional {
            self.inline(argument);
        }
    }
}
