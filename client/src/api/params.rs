//! Options of the verbs.

use std::time::Duration;

use bowline_apimachinery::meta::{
    DeleteOptions, DeletionPropagation, Preconditions, ResourceVersionMatch,
};

use crate::rest::Query;

/// What to list, and how fresh.
///
/// *Upstream:* `ListOptions` of `meta/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListParams {
    /// Labels to match, as text: `app=web,tier in (a,b)`; empty for all.
    pub label_selector: String,
    /// Fields to match, as text: `spec.nodeName=n1`; empty for all.
    pub field_selector: String,
    /// How many objects a page; 0 for all at once.
    pub limit: u32,
    /// The token of the page before; empty for the first page.
    pub continue_token: String,
    /// Empty for the latest state, `0` for any, else what `resource_version_match` says.
    pub resource_version: String,
    /// How to take the resource version.
    pub resource_version_match: ResourceVersionMatch,
    /// How long the server may work on it; whole seconds.
    pub timeout: Option<Duration>,
}

impl ListParams {
    /// Matches labels.
    #[must_use]
    pub fn labels(mut self, selector: impl Into<String>) -> Self {
        self.label_selector = selector.into();
        self
    }

    /// Matches fields.
    #[must_use]
    pub fn fields(mut self, selector: impl Into<String>) -> Self {
        self.field_selector = selector.into();
        self
    }

    /// Limits the page.
    #[must_use]
    pub fn limit(mut self, objects: u32) -> Self {
        self.limit = objects;
        self
    }

    /// Continues after a page.
    #[must_use]
    pub fn continue_from(mut self, token: impl Into<String>) -> Self {
        self.continue_token = token.into();
        self
    }

    /// Asks for a resource version; see the field.
    #[must_use]
    pub fn at(mut self, resource_version: impl Into<String>) -> Self {
        self.resource_version = resource_version.into();
        self
    }

    /// Says how to take the resource version.
    #[must_use]
    pub fn matching(mut self, how: ResourceVersionMatch) -> Self {
        self.resource_version_match = how;
        self
    }

    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        query
            .text("labelSelector", &self.label_selector)
            .text("fieldSelector", &self.field_selector)
            .option("limit", (self.limit > 0).then_some(self.limit))
            .text("continue", &self.continue_token)
            .text("resourceVersion", &self.resource_version)
            .text("resourceVersionMatch", self.resource_version_match.as_str())
            .option("timeoutSeconds", self.timeout.map(|t| t.as_secs()));
        query
    }
}

/// What to watch.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchParams {
    /// Labels to match, as text; empty for all.
    pub label_selector: String,
    /// Fields to match, as text; empty for all.
    pub field_selector: String,
    /// When the server ends the watch; whole seconds; its own choice when none.
    pub timeout: Option<Duration>,
    /// Whether the server may send bookmarks.
    pub bookmarks: bool,
    /// Whether the watch begins with the present state, ended by a bookmark: a list and a watch in
    /// one request. The resource version is then the oldest acceptable state, empty for the latest.
    pub send_initial_events: bool,
}

impl Default for WatchParams {
    fn default() -> Self {
        Self {
            label_selector: String::new(),
            field_selector: String::new(),
            timeout: None,
            bookmarks: true,
            send_initial_events: false,
        }
    }
}

impl WatchParams {
    /// Matches labels.
    #[must_use]
    pub fn labels(mut self, selector: impl Into<String>) -> Self {
        self.label_selector = selector.into();
        self
    }

    /// Matches fields.
    #[must_use]
    pub fn fields(mut self, selector: impl Into<String>) -> Self {
        self.field_selector = selector.into();
        self
    }

    /// Limits how long the watch lasts.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Begins with the present state.
    #[must_use]
    pub fn initial_events(mut self) -> Self {
        self.send_initial_events = true;
        self
    }

    pub(crate) fn query(&self, resource_version: &str) -> Query {
        let mut query = Query::default();
        query
            .flag("watch", true)
            .text("labelSelector", &self.label_selector)
            .text("fieldSelector", &self.field_selector)
            .flag("allowWatchBookmarks", self.bookmarks || self.send_initial_events)
            .text("resourceVersion", resource_version)
            .option("timeoutSeconds", self.timeout.map(|t| t.as_secs()));
        if self.send_initial_events {
            query
                .flag("sendInitialEvents", true)
                .text("resourceVersionMatch", ResourceVersionMatch::NotOlderThan.as_str());
        }
        query
    }
}

/// How to write; for all verbs that do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WriteOptions {
    /// Who is recorded as the manager of the fields written, at most 128 printable characters;
    /// empty for the user agent's name.
    pub field_manager: String,
    /// Whether the server only checks the request.
    pub dry_run: bool,
    /// What the server does about unknown and duplicate fields: `Ignore`, `Warn` or `Strict`;
    /// empty for its default.
    pub field_validation: String,
}

impl WriteOptions {
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        query
            .text("dryRun", if self.dry_run { "All" } else { "" })
            .text("fieldManager", &self.field_manager)
            .text("fieldValidation", &self.field_validation);
        query
    }
}

/// How to delete.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteParams {
    /// Seconds the object may take to end; 0 for at once; the kind's default when none.
    pub grace_period_seconds: Option<i64>,
    /// What happens to objects that this one owns; the kind's default when none.
    pub propagation: Option<DeletionPropagation>,
    /// Delete only the object with this uid.
    pub uid: Option<String>,
    /// Delete only the object in this state.
    pub resource_version: Option<String>,
    /// Whether the server only checks the request.
    pub dry_run: bool,
}

impl DeleteParams {
    /// Deletes owned objects first; the object stays until they are gone.
    #[must_use]
    pub fn foreground() -> Self {
        Self { propagation: Some(DeletionPropagation::Foreground), ..Self::default() }
    }

    /// Deletes the object at once, and owned objects afterwards.
    #[must_use]
    pub fn background() -> Self {
        Self { propagation: Some(DeletionPropagation::Background), ..Self::default() }
    }

    /// Leaves owned objects alone.
    #[must_use]
    pub fn orphan() -> Self {
        Self { propagation: Some(DeletionPropagation::Orphan), ..Self::default() }
    }

    /// Sets the grace period.
    #[must_use]
    pub fn grace_period(mut self, seconds: i64) -> Self {
        self.grace_period_seconds = Some(seconds);
        self
    }

    /// Deletes only the object with this uid.
    #[must_use]
    pub fn if_uid(mut self, uid: impl Into<String>) -> Self {
        self.uid = Some(uid.into());
        self
    }

    /// Deletes only the object in this state.
    #[must_use]
    pub fn if_resource_version(mut self, resource_version: impl Into<String>) -> Self {
        self.resource_version = Some(resource_version.into());
        self
    }

    pub(crate) fn options(&self, writes: &WriteOptions) -> DeleteOptions {
        let preconditions = (self.uid.is_some() || self.resource_version.is_some()).then(|| {
            Box::new(Preconditions {
                uid: self.uid.clone(),
                resource_version: self.resource_version.clone(),
            })
        });
        DeleteOptions {
            grace_period_seconds: self.grace_period_seconds,
            propagation_policy: self.propagation.clone(),
            preconditions,
            dry_run: if self.dry_run || writes.dry_run {
                vec!["All".to_owned()]
            } else {
                Vec::new()
            },
            ..DeleteOptions::default()
        }
    }
}

/// Which part of a log to read.
///
/// *Upstream:* `PodLogOptions` of `core/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogParams {
    /// The container; may be empty when there is only one.
    pub container: String,
    /// Whether to wait for more.
    pub follow: bool,
    /// Whether to read the log of the instance before the last restart.
    pub previous: bool,
    /// Whether each line begins with its time.
    pub timestamps: bool,
    /// Only lines younger than this; whole seconds.
    pub since: Option<Duration>,
    /// Only so many lines from the end.
    pub tail_lines: Option<u64>,
    /// At most so many bytes.
    pub limit_bytes: Option<u64>,
}

impl LogParams {
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        query
            .text("container", &self.container)
            .flag("follow", self.follow)
            .flag("previous", self.previous)
            .flag("timestamps", self.timestamps)
            .option("sinceSeconds", self.since.map(|s| s.as_secs()))
            .option("tailLines", self.tail_lines)
            .option("limitBytes", self.limit_bytes);
        query
    }
}
