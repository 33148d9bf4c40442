//! The filters as the compiled templates call them: thin wrappers. What more than one line decides stands in
//! [`super::rules`], which the interpreting engine registers too.

#![expect(
    clippy::inline_always,
    missing_docs,
    reason = "what the filter attribute generates beside each function is not ours to annotate"
)]

use std::borrow::Borrow;
use std::fmt::Display;

use askama::filters::Safe;
use askama::{Result, Values, get_value};

use crate::i18n::Translator;

use super::{TRANSLATOR, rules};

fn translator(values: &dyn Values) -> Result<&Translator> {
    get_value::<Translator>(values, TRANSLATOR)
}

/// `key|t`: the message under a key.
#[askama::filter_fn]
pub fn t(key: impl Display, values: &dyn Values) -> Result<String> {
    Ok(translator(values)?.text(&key.to_string(), &[]))
}

/// `key|t_with(name, value)`: the message with one argument.
#[askama::filter_fn]
pub fn t_with<N: Display, V: Display>(key: impl Display, values: &dyn Values, name: N, value: V) -> Result<String> {
    Ok(translator(values)?.text(&key.to_string(), &[(&name.to_string(), &value.to_string())]))
}

/// `key|t_with2(name, value, name, value)`: the message with two arguments.
#[askama::filter_fn]
pub fn t_with2<N: Display, V: Display, M: Display, W: Display>(
    key: impl Display,
    values: &dyn Values,
    name: N,
    value: V,
    other: M,
    other_value: W,
) -> Result<String> {
    let args = [(name.to_string(), value.to_string()), (other.to_string(), other_value.to_string())];
    let args = args.each_ref().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(translator(values)?.text(&key.to_string(), &args))
}

/// `key|t_or(fallback)`: the message, or the fallback where there is none.
#[askama::filter_fn]
pub fn t_or<F: Display>(key: impl Display, values: &dyn Values, fallback: F) -> Result<String> {
    Ok(rules::text_or(translator(values)?, &key.to_string(), &fallback.to_string()))
}

/// `key|t_strong(name, value)`: the message with one argument set off in bold, as HTML.
#[askama::filter_fn]
pub fn t_strong<N: Display, V: Display>(
    key: impl Display,
    values: &dyn Values,
    name: N,
    value: V,
) -> Result<Safe<String>> {
    let translator = translator(values)?;
    Ok(Safe(rules::text_strong(translator, &key.to_string(), &name.to_string(), &value.to_string())))
}

/// `xs|length`: how many there are.
#[askama::filter_fn]
pub fn length<T>(list: &[T], _: &dyn Values) -> Result<usize> {
    Ok(list.len())
}

/// `a|both(b)`: both are true.
#[askama::filter_fn]
pub fn both<B: Borrow<bool>>(one: impl Borrow<bool>, _: &dyn Values, other: B) -> Result<bool> {
    Ok(*one.borrow() && *other.borrow())
}

/// `a|either(b)`: at least one is true.
#[askama::filter_fn]
pub fn either<B: Borrow<bool>>(one: impl Borrow<bool>, _: &dyn Values, other: B) -> Result<bool> {
    Ok(*one.borrow() || *other.borrow())
}

/// `a|negate`: it is not true.
#[askama::filter_fn]
pub fn negate(claim: impl Borrow<bool>, _: &dyn Values) -> Result<bool> {
    Ok(!*claim.borrow())
}
