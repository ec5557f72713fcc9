//! Numbers that a program keeps about itself, printed in Prometheus' text format 0.0.4.
//!
//! A [`Registry`] is handed to whatever measures; there is no global one. Names, labels and
//! buckets are the caller's, so that components can keep upstream's and dashboards go on working.
//!
//! ```
//! use bowline_apimachinery::metrics::Registry;
//!
//! let registry = Registry::default();
//! let requests = registry.counter("requests_total", "Requests served.", &["verb"]);
//! requests.with(&["GET"]).add(2.0);
//! assert!(registry.render().ends_with("requests_total{verb=\"GET\"} 2\n"));
//! ```

mod histogram;
mod registry;
mod text;
mod value;

pub use histogram::{Histogram, exponential_buckets};
pub use registry::{Family, Registry};
pub use value::{Counter, Gauge};
