//! A service that is asked by the first five characters of a SHA-1 and answers with all it knows that begin so (k-anonymity,
//! the range API of Have I Been Pwned): it does not learn which password is meant.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use url::Url;

use crate::flows::{BreachLookUp, LookUpFailed};
use crate::outbound::HttpClient;

/// Who chooses a password does not wait longer than this.
const PATIENCE: Duration = Duration::from_secs(2);
/// Characters of the hash that are sent.
const PREFIX_LEN: usize = 5;

/// The service.
pub(super) struct RangeService {
    /// What the five characters are put behind.
    url: Url,
    http: HttpClient,
}

impl RangeService {
    pub(super) fn new(url: Url, http: HttpClient) -> Self {
        Self { url, http }
    }

    async fn ask(&self, sha1: &[u8; 40]) -> Result<bool, LookUpFailed> {
        let failed = |why: String| LookUpFailed(format!("passwords.range_url: {why}"));
        let text = std::str::from_utf8(sha1).map_err(|error| failed(error.to_string()))?;
        let (prefix, rest) = text.split_at(PREFIX_LEN);
        let request = http::Request::get(format!("{}{prefix}", self.url))
            // Answers of one length: who watches the line does not learn the prefix either.
            .header("Add-Padding", "true")
            .body(Vec::new())
            .map_err(|error| failed(error.to_string()))?;
        let answer = tokio::time::timeout(PATIENCE, self.http.send(request))
            .await
            .map_err(|_| failed("no answer within 2 seconds".to_owned()))?
            .map_err(|error| failed(error.to_string()))?;
        if answer.status() != http::StatusCode::OK {
            return Err(failed(format!("answered {}", answer.status())));
        }
        Ok(is_listed(&String::from_utf8_lossy(answer.body()), rest))
    }
}

/// Whether a line of the answer is the rest of the hash; lines that only pad it have a count of zero.
fn is_listed(answer: &str, rest: &str) -> bool {
    let counted = answer.lines().filter_map(|line| line.trim().split_once(':'));
    let mut counted = counted.filter(|(_, count)| count.trim() != "0");
    counted.any(|(hash, _)| hash.eq_ignore_ascii_case(rest))
}

impl BreachLookUp for RangeService {
    fn knows<'a>(&'a self, sha1: &'a [u8; 40]) -> BoxFuture<'a, Result<bool, LookUpFailed>> {
        self.ask(sha1).boxed()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::sync::mpsc;

    use super::*;
    use crate::outbound::Reach;

    /// SHA-1 of `password`, from RFC 3174's algorithm as `sha1sum` has it.
    const PASSWORD: &[u8; 40] = b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";

    /// A service that answers one call with `answer` and tells what was asked.
    #[expect(clippy::disallowed_methods, reason = "a service for one call")]
    fn service(answer: &'static str) -> (RangeService, mpsc::Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url: Url = format!("http://{}/range/", listener.local_addr().unwrap()).parse().unwrap();
        let (asked, was_asked) = mpsc::channel();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut request = String::new();
            while let Some(Ok(line)) = lines.next().filter(|line| line.as_ref().is_ok_and(|line| !line.is_empty())) {
                request += &line;
                request += "\n";
            }
            let mut stream = stream;
            stream.write_all(answer.as_bytes()).unwrap();
            asked.send(request).unwrap();
        });
        let http = HttpClient::new(&Reach { origins: vec![url.clone()], ..Reach::default() }).unwrap();
        (RangeService::new(url, http), was_asked)
    }

    #[tokio::test]
    async fn five_characters_are_sent_and_the_rest_is_compared_here() {
        let found = "HTTP/1.1 200 OK\r\nContent-Length: 78\r\n\r\n\
                     0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493";
        let (service, was_asked) = service(found);
        assert!(service.knows(PASSWORD).await.map_err(|failed| failed.0).unwrap());
        let request = was_asked.recv().unwrap();
        assert!(request.starts_with("GET /range/5BAA6 HTTP/1.1\n"), "{request}");
        assert!(request.to_lowercase().contains("add-padding: true"), "{request}");
        assert!(!request.contains("1E4C9"), "{request}");
    }

    #[tokio::test]
    async fn a_service_that_fails_says_so() {
        let (service, _asked) = service("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        let failed = service.knows(PASSWORD).await.map_err(|failed| failed.0).unwrap_err();
        assert!(failed.contains("answered 503"), "{failed}");
    }

    #[test]
    fn padding_and_other_lines_are_no_finding() {
        assert!(is_listed("AAA:1\r\nBBB:12\r\n", "bbb"));
        assert!(!is_listed("AAA:1\r\nBBB:0\r\n", "BBB"));
        assert!(!is_listed("AAA\nBBBB:1\n<html>", "BBB"));
    }
}
