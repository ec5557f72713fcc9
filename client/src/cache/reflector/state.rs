//! When to list, when to watch, from which version, and how long to wait. No I/O.
//!
//! *Upstream:* `client-go/tools/cache/reflector.go`. On purpose we differ in three things: the
//! first list is consistent instead of "whatever the cache holds", so that a restarted controller
//! never sees older state than before; a watch that fails for a passing reason is resumed where it
//! was instead of listed anew; and a failed page is asked for again instead of the whole list.

use std::time::Duration;

use bowline_apimachinery::backoff::{Backoff, jittered};
use bowline_apimachinery::meta::ResourceVersionMatch;
use bowline_apimachinery::random::Random;
use tokio::time::Instant;

use crate::Error;
use crate::resource_version::is_older;
use crate::watch::Bookmark;

/// How a reflector asks.
#[derive(Clone, Debug, PartialEq)]
pub struct ReflectorOptions {
    /// Whether to begin with a watch that sends the initial state, which costs the server less
    /// memory than a list. Servers that cannot are listed.
    pub watch_list: bool,
    /// Objects a page of a list; 0 for no pages.
    pub page_size: u32,
    /// The shortest time after which the server may end a watch; the longest is twice that.
    pub watch_timeout: Duration,
}

impl Default for ReflectorOptions {
    fn default() -> Self {
        Self { watch_list: true, page_size: 500, watch_timeout: Duration::from_secs(300) }
    }
}

/// What the driver has to send next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Next {
    /// A page of a list.
    List { resource_version: String, how: ResourceVersionMatch, limit: u32, continue_token: String },
    /// A watch; with `initial_events`, one that begins with the present state.
    Watch { resource_version: String, initial_events: bool, timeout: Duration },
}

/// What the driver has to do with what it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Keep the objects aside until the state is whole.
    Collect,
    /// Everything kept aside, with what just came, is the state now.
    Replace,
    /// Write the change to the store.
    Apply,
    /// Nothing.
    Ignore,
    /// End the watch, and ask what is next.
    Stop,
}

/// Why a request or a watch came to nothing, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 410: the version or the token is too old.
    Expired,
    /// The version is ahead of the server.
    TooNew,
    /// The server does not know the request's parameters.
    Unsupported,
    /// The kind is not served.
    KindMissing,
    /// Anything that may pass.
    Other,
}

impl Fault {
    pub(crate) fn of(error: &Error) -> Self {
        if error.is_gone() {
            Self::Expired
        } else if error.is_resource_version_too_large() {
            Self::TooNew
        } else if error.is_not_found() {
            Self::KindMissing
        } else if error.is_invalid() || error.is_bad_request() || error.is_method_not_allowed() {
            Self::Unsupported
        } else {
            Self::Other
        }
    }
}

#[derive(Debug)]
enum Phase {
    /// Nothing is under way, and what is held is not to be built upon.
    Begin,
    /// A watch whose initial events are still coming.
    InitialWatch,
    /// Pages of a list.
    List(Pages),
    /// Changes since the version held.
    Watch(Following),
}

#[derive(Debug)]
struct Pages {
    continue_token: String,
    /// A list in one piece: the way out when a token expired between two pages.
    whole: bool,
}

#[derive(Debug, Default)]
struct Following {
    /// When the server answered; none before it has.
    since: Option<Instant>,
    events: u64,
    /// Failures since the last event.
    failures: u32,
}

/// The state of one reflector.
#[derive(Debug)]
pub(crate) struct Machine {
    options: ReflectorOptions,
    phase: Phase,
    /// The version that the store stands at; empty before the first state is whole.
    version: String,
    /// The server no longer, or not yet, has the version held.
    version_unavailable: bool,
    backoff: Backoff,
    last_failure: Option<Instant>,
    delay: Duration,
}

const BACKOFF_BASE: Duration = Duration::from_millis(800);
const BACKOFF_CAP: Duration = Duration::from_secs(30);
const BACKOFF_RESET: Duration = Duration::from_secs(120);
/// A watch that ends sooner, and without an event, is a fault of the server.
const VERY_SHORT_WATCH: Duration = Duration::from_secs(1);
/// After so many failures in a row to resume a watch, the state is read anew.
const MAX_RESUMES: u32 = 5;

impl Machine {
    pub(crate) fn new(options: ReflectorOptions) -> Self {
        Self {
            options,
            phase: Phase::Begin,
            version: String::new(),
            version_unavailable: false,
            backoff: fresh_backoff(),
            last_failure: None,
            delay: Duration::ZERO,
        }
    }

    /// The version that the store stands at.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Whether changes are being followed.
    pub(crate) fn is_following(&self) -> bool {
        matches!(self.phase, Phase::Watch(Following { since: Some(_), .. }))
    }

    /// How long to wait before the next request.
    pub(crate) fn take_delay(&mut self) -> Duration {
        std::mem::take(&mut self.delay)
    }

    /// What to send now.
    pub(crate) fn next(&mut self, random: &dyn Random) -> Next {
        if let Phase::Begin = self.phase {
            self.phase = if self.options.watch_list {
                Phase::InitialWatch
            } else {
                Phase::List(Pages { continue_token: String::new(), whole: false })
            };
        }
        match &self.phase {
            Phase::Begin | Phase::InitialWatch => Next::Watch {
                resource_version: self.floor(),
                initial_events: true,
                timeout: self.timeout(random),
            },
            Phase::Watch(_) => Next::Watch {
                resource_version: self.version.clone(),
                initial_events: false,
                timeout: self.timeout(random),
            },
            Phase::List(pages) => self.list(pages),
        }
    }

    fn list(&self, pages: &Pages) -> Next {
        let first = pages.continue_token.is_empty();
        let resource_version = if first { self.floor() } else { String::new() };
        // With a limit, servers take a version to mean exactly that one; without, not older.
        let limit =
            if pages.whole || !resource_version.is_empty() { 0 } else { self.options.page_size };
        Next::List {
            how: ResourceVersionMatch::Unset,
            resource_version,
            limit,
            continue_token: pages.continue_token.clone(),
        }
    }

    /// The oldest state to accept: what the store has seen, or the latest where that is unknown.
    fn floor(&self) -> String {
        if self.version_unavailable { String::new() } else { self.version.clone() }
    }

    fn timeout(&self, random: &dyn Random) -> Duration {
        jittered(self.options.watch_timeout, 1.0, random)
    }

    /// A page came.
    pub(crate) fn page(&mut self, resource_version: &str, continue_token: &str) -> Verdict {
        let Phase::List(pages) = &mut self.phase else { return Verdict::Ignore };
        if !continue_token.is_empty() {
            continue_token.clone_into(&mut pages.continue_token);
            return Verdict::Collect;
        }
        self.whole(resource_version)
    }

    /// The state is whole at this version.
    fn whole(&mut self, resource_version: &str) -> Verdict {
        // A consistent read cannot be stale, so if it is older the cluster was restored from a
        // backup and that is the truth now; an answer older than what was asked for is a lie.
        let consistent = self.floor().is_empty();
        if !consistent && is_older(resource_version, &self.version) {
            self.phase = Phase::Begin;
            self.version_unavailable = true;
            return Verdict::Stop;
        }
        resource_version.clone_into(&mut self.version);
        self.version_unavailable = false;
        self.phase = Phase::Watch(Following::default());
        Verdict::Replace
    }

    /// The server has begun to answer a watch.
    pub(crate) fn opened(&mut self, now: Instant) {
        if let Phase::Watch(following) = &mut self.phase {
            following.since = Some(now);
        }
    }

    /// An object came in a watch.
    pub(crate) fn changed(&mut self, resource_version: &str, now: Instant) -> Verdict {
        match &mut self.phase {
            Phase::InitialWatch => Verdict::Collect,
            Phase::Watch(following) => {
                following.events += 1;
                following.failures = 0;
                if is_older(resource_version, &self.version) {
                    return Verdict::Ignore;
                }
                resource_version.clone_into(&mut self.version);
                self.note_success(now);
                Verdict::Apply
            }
            Phase::Begin | Phase::List(_) => Verdict::Ignore,
        }
    }

    /// A bookmark came in a watch.
    pub(crate) fn bookmark(&mut self, bookmark: &Bookmark, now: Instant) -> Verdict {
        match &mut self.phase {
            Phase::InitialWatch if bookmark.initial_events_end => {
                let verdict = self.whole(&bookmark.resource_version);
                self.opened(now);
                verdict
            }
            Phase::Watch(following) => {
                following.events += 1;
                following.failures = 0;
                if !is_older(&bookmark.resource_version, &self.version) {
                    bookmark.resource_version.clone_into(&mut self.version);
                }
                Verdict::Ignore
            }
            _ => Verdict::Ignore,
        }
    }

    /// A watch ended as watches do.
    pub(crate) fn ended(&mut self, now: Instant, random: &dyn Random) {
        match &self.phase {
            // The server let the time run out without ending the initial events: it may not know
            // how to.
            Phase::InitialWatch => {
                self.list_instead();
                self.back_off(now, random);
            }
            Phase::Watch(Following { since, events, .. }) => {
                let short = since.is_none_or(|t| now.duration_since(t) < VERY_SHORT_WATCH);
                let empty = *events == 0;
                self.phase = Phase::Watch(Following::default());
                if short && empty {
                    self.back_off(now, random);
                }
            }
            Phase::Begin | Phase::List(_) => {}
        }
    }

    /// A request failed, or a watch reported that it cannot go on.
    ///
    /// Tells whether what was kept aside can still be used.
    pub(crate) fn failed(&mut self, fault: Fault, now: Instant, random: &dyn Random) -> bool {
        let mut keep = false;
        match (&mut self.phase, fault) {
            (Phase::InitialWatch, Fault::Unsupported) => {
                self.options.watch_list = false;
                self.list_instead();
                return false;
            }
            (Phase::InitialWatch, Fault::Expired | Fault::TooNew) => {
                self.version_unavailable = true;
                self.phase = Phase::Begin;
            }
            (Phase::InitialWatch, _) => self.phase = Phase::Begin,
            (Phase::List(pages), Fault::Expired | Fault::Unsupported)
                if !pages.continue_token.is_empty() =>
            {
                // The token the server offers instead continues at another version, and what
                // changed between the two would never be seen: read all in one piece.
                *pages = Pages { continue_token: String::new(), whole: true };
                return false;
            }
            (Phase::List(pages), Fault::Expired | Fault::TooNew) => {
                pages.continue_token.clear();
                self.version_unavailable = true;
            }
            (Phase::List(pages), _) => keep = !pages.continue_token.is_empty(),
            (Phase::Watch(_), Fault::Expired | Fault::KindMissing) => self.phase = Phase::Begin,
            (Phase::Watch(_), Fault::TooNew) => {
                self.version_unavailable = true;
                self.phase = Phase::Begin;
            }
            (Phase::Watch(following), _) => {
                let failures = following.failures + 1;
                self.phase = if failures > MAX_RESUMES {
                    Phase::Begin
                } else {
                    Phase::Watch(Following { failures, ..Following::default() })
                };
            }
            (Phase::Begin, _) => {}
        }
        self.back_off(now, random);
        keep
    }

    fn list_instead(&mut self) {
        self.phase = Phase::List(Pages { continue_token: String::new(), whole: false });
    }

    fn note_success(&mut self, now: Instant) {
        if self.last_failure.is_some_and(|at| now.duration_since(at) > BACKOFF_RESET) {
            self.backoff = fresh_backoff();
            self.last_failure = None;
        }
    }

    fn back_off(&mut self, now: Instant, random: &dyn Random) {
        self.note_success(now);
        self.last_failure = Some(now);
        self.delay = self.backoff.step(random);
    }
}

fn fresh_backoff() -> Backoff {
    Backoff::exponential(BACKOFF_BASE, 2.0, BACKOFF_CAP).with_jitter(1.0)
}

#[cfg(test)]
mod tests;
