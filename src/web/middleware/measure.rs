//! Counts and times the answers, by door and by the pattern of the route.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::meters::{Door, RouteMeter};

thread_local! {
    /// The series of each pattern, which is read at its first request on this thread: there are as many as the router has.
    static ROUTES: RefCell<HashMap<String, RouteMeter>> = RefCell::default();
}

/// What stands for a pattern where no route was found. Patterns begin with `/`.
const NONE: &str = "none";

fn meter(pattern: &str) -> RouteMeter {
    let route = without_expressions(pattern);
    RouteMeter::new(door(&route), route.leak())
}

/// A request was answered. `pattern` is that of the route that was found; a path is never recorded.
pub(super) fn answered(pattern: Option<&str>, method: &'static str, status: u16, duration_us: i64) {
    let pattern = pattern.unwrap_or(NONE);
    #[expect(clippy::cast_precision_loss, reason = "a duration of seconds")]
    let seconds = duration_us.max(0) as f64 / 1e6;
    ROUTES.with_borrow_mut(|routes| {
        let meter = match routes.get_mut(pattern) {
            Some(meter) => meter,
            None => routes.entry(pattern.to_owned()).or_insert_with(|| meter(pattern)),
        };
        meter.answered(method, status, seconds);
    });
}

/// The pattern without the expressions that its segments must match: `/{pool_id:…}/login` is `/{pool_id}/login`.
fn without_expressions(pattern: &str) -> String {
    let mut route = String::with_capacity(pattern.len());
    let mut is_expression = false;
    for character in pattern.chars() {
        match character {
            ':' => is_expression = true,
            '}' => {
                is_expression = false;
                route.push('}');
            }
            _ if is_expression => {}
            _ => route.push(character),
        }
    }
    route
}

/// Whose route it is. Below a pool the same doors stand as at the root.
fn door(route: &str) -> Door {
    let below_pool = route.strip_prefix("/{").and_then(|rest| rest.find('}').map(|end| &rest[end + 1..]));
    let route = below_pool.filter(|rest| !rest.is_empty()).unwrap_or(route);
    let is_below =
        |prefix: &str| route == prefix || route.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
    match route {
        NONE => Door::None,
        "/" => Door::Aws,
        _ if ["/oauth2", "/.well-known", "/logout"].into_iter().any(is_below) => Door::Oidc,
        _ if is_below("/demo") => Door::Demo,
        _ => Door::Hosted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_patterns_without_their_expressions() {
        for (pattern, route) in [
            ("/login", "/login"),
            ("/{pool_id:[A-Za-z0-9-]+_[A-Za-z0-9]+}/oauth2/token", "/{pool_id}/oauth2/token"),
            ("/theme/{hash}.css", "/theme/{hash}.css"),
        ] {
            assert_eq!(without_expressions(pattern), route);
        }
    }

    #[test]
    fn each_route_is_of_one_door() {
        for (route, expected) in [
            ("/", Door::Aws),
            ("/oauth2/token", Door::Oidc),
            ("/{pool_id}/oauth2/token", Door::Oidc),
            ("/.well-known/oauth-authorization-server/{pool_id}", Door::Oidc),
            ("/{pool_id}/.well-known/jwks.json", Door::Oidc),
            ("/logout", Door::Oidc),
            ("/login", Door::Hosted),
            ("/{pool_id}/signup", Door::Hosted),
            ("/static/{name}", Door::Hosted),
            ("/demo/callback", Door::Demo),
            ("none", Door::None),
        ] {
            assert_eq!(door(route), expected, "{route}");
        }
    }
}
