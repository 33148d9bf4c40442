//! A browser: keeps cookies, follows redirects inside the application, fills in forms, and says of each request where
//! it comes from, as browsers do.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use url::Url;
use vestibule::domain::client::Client;

use super::answer::Answer;
use super::cookies::Jar;
use super::forms::{Form, encode, forms, links};
use super::node::{Node, PUBLIC_URL};
use super::oauth_client::{VERIFIER, challenge};
use super::people::{PASSWORD, Person};

/// The cookie of the browser session.
pub(crate) const SESSION_COOKIE: &str = "__Host-vestibule-session";
/// Redirects followed in a row.
const MOST_REDIRECTS: usize = 8;

/// Where a request comes from, for `Origin` and `Sec-Fetch-Site`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// Typed, or from a bookmark.
    Nowhere,
    /// From a page of ours.
    Ours,
    /// From a page of another site.
    OtherSite,
}

/// A browser. A clone is a copied profile: the same cookies from then on apart.
#[derive(Clone)]
pub(crate) struct Browser {
    node: Node,
    /// Its cookies.
    pub(crate) jar: Jar,
    headers: Vec<(String, String)>,
}

/// Where a browser ended up.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its address.
    pub(crate) url: Url,
    /// The last answer; none when the browser left the application.
    pub(crate) answer: Option<Answer>,
}

impl Page {
    /// What is shown. Panics when the browser left.
    #[track_caller]
    pub(crate) fn shown(&self) -> &Answer {
        self.answer.as_ref().unwrap_or_else(|| panic!("the browser left for {}", self.url))
    }

    /// Whether the browser is at another site now.
    pub(crate) fn has_left(&self) -> bool {
        self.answer.is_none()
    }

    /// A parameter of the address.
    pub(crate) fn parameter(&self, name: &str) -> String {
        super::answer::query_of(&self.url, name)
    }

    /// The form that goes to a path ending in `action`.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form {
        let shown = self.shown();
        let path = |form: &Form| form.action.split('?').next().unwrap_or_default().to_owned();
        let own = self.url.path().to_owned();
        let goes_there = |form: &Form| match path(form) {
            empty if empty.is_empty() => own.ends_with(action),
            path => path.ends_with(action),
        };
        let found = forms(&shown.body).into_iter().find(goes_there);
        found.unwrap_or_else(|| panic!("no form for {action} at {}: {shown:?}", self.url))
    }

    /// Of several forms to one place, the one in which a hidden field has this value.
    #[track_caller]
    pub(crate) fn form_with(&self, action: &str, name: &str, value: &str) -> Form {
        let is_it = |form: &Form| form.action.contains(action) && form.get(name) == Some(value);
        let found = forms(&self.shown().body).into_iter().find(is_it);
        found.unwrap_or_else(|| panic!("no form for {action} with {name}={value} at {}", self.url))
    }

    /// The first link whose target contains `part`.
    #[track_caller]
    pub(crate) fn link(&self, part: &str) -> String {
        let found = links(&self.shown().body).into_iter().find(|href| href.contains(part));
        found.unwrap_or_else(|| panic!("no link to {part} at {}", self.url))
    }
}

impl Browser {
    /// A browser without a history.
    pub(crate) fn new(node: Node) -> Self {
        Self { node, jar: Jar::default(), headers: Vec::new() }
    }

    /// The same browser, its next requests answered by another node.
    #[must_use]
    pub(crate) fn through(mut self, node: &Node) -> Self {
        self.node = node.clone();
        self
    }

    /// The same browser with one more header in each request.
    #[must_use]
    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of the session's cookie.
    pub(crate) fn session(&self) -> Option<&str> {
        self.jar.get(SESSION_COOKIE)
    }

    /// One request, no redirect followed.
    pub(crate) async fn request(&mut self, method: Method, target: &str, body: Option<String>, from: From) -> Answer {
        let target = target.strip_prefix(PUBLIC_URL).unwrap_or(target);
        let is_post = method == Method::POST;
        let mut request = TestRequest::with_uri(target)
            .method(method)
            .insert_header(("accept", "text/html"))
            .insert_header(("accept-language", "en"))
            .insert_header(("sec-fetch-mode", "navigate"))
            .insert_header(("sec-fetch-dest", "document"));
        request = match from {
            From::Nowhere => request.insert_header(("sec-fetch-site", "none")),
            From::Ours => request.insert_header(("sec-fetch-site", "same-origin")),
            From::OtherSite => request.insert_header(("sec-fetch-site", "cross-site")),
        };
        if is_post {
            let origin = if from == From::OtherSite { "https://evil.test" } else { PUBLIC_URL };
            request = request.insert_header(("origin", origin));
        }
        // SameSite=Lax: not with another site's POST.
        let path = target.split('?').next().unwrap_or_default();
        if let Some(cookies) = self.jar.header(path).filter(|_| !(is_post && from == From::OtherSite)) {
            request = request.insert_header(("cookie", cookies));
        }
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        if let Some(body) = body {
            request = request.insert_header(("content-type", "application/x-www-form-urlencoded")).set_payload(body);
        }
        let answer = self.node.send(request).await;
        self.jar.take(&answer);
        answer
    }

    /// One GET, no redirect followed.
    pub(crate) async fn get(&mut self, target: &str) -> Answer {
        self.request(Method::GET, target, None, From::Nowhere).await
    }

    /// Goes to an address and where that leads, until a page is shown or another site is reached.
    pub(crate) async fn open(&mut self, target: &str) -> Page {
        let first = self.get(target).await;
        self.follow(target, first).await
    }

    /// Posts a form and goes where that leads.
    pub(crate) async fn submit(&mut self, page: &Page, form: &Form) -> Page {
        let action = if form.action.is_empty() { page.url.as_str().to_owned() } else { form.action.clone() };
        let target = page.url.join(&action).unwrap().to_string();
        let answer = self.request(Method::POST, &target, Some(form.body()), From::Ours).await;
        // A browser repeats no password: a form is answered by a page or by a GET (case 18).
        assert!(answer.location().is_none() || answer.code() == 303, "{answer:?}");
        self.follow(&target, answer).await
    }

    async fn follow(&mut self, target: &str, mut answer: Answer) -> Page {
        let base = Url::parse(PUBLIC_URL).unwrap();
        let mut url = base.join(target).unwrap();
        for _ in 0..MOST_REDIRECTS {
            let Some(location) = answer.location() else { return Page { url, answer: Some(answer) } };
            url = url.join(location).unwrap();
            if url.origin() != base.origin() {
                return Page { url, answer: None };
            }
            answer = self.request(Method::GET, url.clone().as_str(), None, From::Ours).await;
        }
        panic!("redirects without end at {url}")
    }

    /// Opens the sign-in page of `client` and sends its form.
    pub(crate) async fn try_sign_in(&mut self, client: &Client, username: &str, password: &str) -> Page {
        let query = encode([
            ("client_id", client.id.as_str()),
            ("redirect_uri", client.settings.callback_urls[0].as_str()),
            ("response_type", "code"),
            ("code_challenge", &challenge(VERIFIER)),
            ("code_challenge_method", "S256"),
            ("prompt", "login"),
        ]);
        let page = self.open(&format!("/{}/login?{query}", client.pool)).await;
        let form = page.form("/login").fill("username", username).fill("password", password);
        self.submit(&page, &form).await
    }

    /// Signs a person in at the sign-in page of `client`.
    pub(crate) async fn sign_in(&mut self, client: &Client, person: &Person) {
        let page = self.try_sign_in(client, &person.username, PASSWORD).await;
        assert!(
            page.has_left() && !page.parameter("code").is_empty(),
            "{} could not sign in: {page:?}",
            person.username
        );
    }
}
