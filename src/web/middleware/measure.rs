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
    RouteMeter::new(door(pattern), pattern.to_owned().leak())
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

/// Whose route it is: of a path below a pool, what follows the pool.
fn door(route: &str) -> Door {
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
    fn each_route_is_of_one_door() {
        for (route, expected) in [
            ("/", Door::Aws),
            ("/oauth2/token", Door::Oidc),
            ("/.well-known/oauth-authorization-server/{pool_id}", Door::Oidc),
            ("/.well-known/jwks.json", Door::Oidc),
            ("/logout", Door::Oidc),
            ("/login", Door::Hosted),
            ("/theme/{hash}.css", Door::Hosted),
            ("/demo/callback", Door::Demo),
            ("none", Door::None),
        ] {
            assert_eq!(door(route), expected, "{route}");
        }
    }
}
