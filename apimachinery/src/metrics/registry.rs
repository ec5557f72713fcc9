//! The numbers of a program by name and labels.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;

use super::text;
use super::{Counter, Gauge, Histogram};

/// All the numbers of a program; clones are the same registry.
#[derive(Clone, Default)]
pub struct Registry {
    families: Arc<Mutex<BTreeMap<&'static str, AnyFamily>>>,
}

enum AnyFamily {
    Counter(Family<Counter>),
    Gauge(Family<Gauge>),
    Histogram(Family<Histogram>),
}

/// Numbers of one name that differ in the values of their labels; clones are the same family.
pub struct Family<T> {
    help: &'static str,
    labels: &'static [&'static str],
    members: Arc<Mutex<BTreeMap<Vec<String>, T>>>,
    make: Arc<dyn Fn() -> T + Send + Sync>,
}

impl<T: Clone> Family<T> {
    fn new(
        help: &'static str,
        labels: &'static [&'static str],
        make: impl Fn() -> T + Send + Sync + 'static,
    ) -> Self {
        Self { help, labels, members: Arc::default(), make: Arc::new(make) }
    }

    /// The number with these label values, in the order of the labels; made if it is not there.
    ///
    /// Missing values are empty, and superfluous ones are dropped. Keep the result where it is
    /// used often.
    #[must_use]
    pub fn with(&self, values: &[&str]) -> T {
        let values: Vec<_> = (0..self.labels.len())
            .map(|i| values.get(i).copied().unwrap_or_default().to_owned())
            .collect();
        self.members.lock().entry(values).or_insert_with(|| (self.make)()).clone()
    }

    /// Forgets the number with these label values.
    pub fn remove(&self, values: &[&str]) {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        self.members.lock().remove(&values);
    }
}

impl Registry {
    /// The counters of a name.
    #[must_use]
    pub fn counter(
        &self,
        name: &'static str,
        help: &'static str,
        labels: &'static [&'static str],
    ) -> Family<Counter> {
        let fresh = || AnyFamily::Counter(Family::new(help, labels, Counter::default));
        match self.families.lock().entry(name).or_insert_with(fresh) {
            AnyFamily::Counter(known) => known.clone(),
            // Two owners of one name: both work, and the first is printed.
            _ => Family::new(help, labels, Counter::default),
        }
    }

    /// The gauges of a name.
    #[must_use]
    pub fn gauge(
        &self,
        name: &'static str,
        help: &'static str,
        labels: &'static [&'static str],
    ) -> Family<Gauge> {
        let fresh = || AnyFamily::Gauge(Family::new(help, labels, Gauge::default));
        match self.families.lock().entry(name).or_insert_with(fresh) {
            AnyFamily::Gauge(known) => known.clone(),
            _ => Family::new(help, labels, Gauge::default),
        }
    }

    /// The histograms of a name, with ascending upper bounds.
    #[must_use]
    pub fn histogram(
        &self,
        name: &'static str,
        help: &'static str,
        labels: &'static [&'static str],
        bounds: &[f64],
    ) -> Family<Histogram> {
        let bounds: Arc<[f64]> = bounds.into();
        let family = Family::new(help, labels, move || Histogram::new(bounds.clone()));
        let fresh = || AnyFamily::Histogram(family.clone());
        match self.families.lock().entry(name).or_insert_with(fresh) {
            AnyFamily::Histogram(known) => known.clone(),
            _ => family,
        }
    }

    /// All numbers as text, ordered by name and labels.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::new();
        for (name, family) in self.families.lock().iter() {
            match family {
                AnyFamily::Counter(family) => {
                    family.render(&mut out, name, "counter", |out, labels, counter| {
                        text::sample(out, name, labels, None, counter.get());
                    });
                }
                AnyFamily::Gauge(family) => {
                    family.render(&mut out, name, "gauge", |out, labels, gauge| {
                        text::sample(out, name, labels, None, gauge.get());
                    });
                }
                AnyFamily::Histogram(family) => {
                    family.render(&mut out, name, "histogram", |out, labels, histogram| {
                        text::histogram(out, name, labels, histogram);
                    });
                }
            }
        }
        out
    }
}

impl<T> Family<T> {
    fn render(
        &self,
        out: &mut String,
        name: &str,
        kind: &str,
        mut sample: impl FnMut(&mut String, &[(&str, &str)], &T),
    ) {
        let members = self.members.lock();
        if members.is_empty() {
            return;
        }
        text::head(out, name, self.help, kind);
        for (values, member) in members.iter() {
            let values = values.iter().map(String::as_str);
            let labels: Vec<_> = self.labels.iter().copied().zip(values).collect();
            sample(out, &labels, member);
        }
    }
}

impl<T> Clone for Family<T> {
    fn clone(&self) -> Self {
        Self {
            help: self.help,
            labels: self.labels,
            members: self.members.clone(),
            make: self.make.clone(),
        }
    }
}

impl<T> fmt::Debug for Family<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Family").field("labels", &self.labels).finish_non_exhaustive()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.families.lock().keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_prometheus_reads() {
        let registry = Registry::default();
        let counter = registry.counter("b_total", "Counts\nb.", &["path", "code"]);
        counter.with(&["/\"x\"\\", "200"]).increment();
        registry.gauge("a", "Is a.", &[]).with(&[]).set(-1.5);
        let histogram = registry.histogram("c", "Measures c.", &["n"], &[1.0, 2.5]);
        for value in [0.5, 1.0, 2.0, 9.0] {
            histogram.with(&["x"]).observe(value);
        }
        let _unused = registry.counter("unused_total", "Not printed.", &["x"]);
        let want = r#"# HELP a Is a.
# TYPE a gauge
a -1.5
# HELP b_total Counts\nb.
# TYPE b_total counter
b_total{path="/\"x\"\\",code="200"} 1
# HELP c Measures c.
# TYPE c histogram
c_bucket{n="x",le="1"} 2
c_bucket{n="x",le="2.5"} 3
c_bucket{n="x",le="+Inf"} 4
c_sum{n="x"} 12.5
c_count{n="x"} 4
"#;
        assert_eq!(registry.render(), want);
    }

    #[test]
    fn one_name_is_one_number_wherever_it_is_asked_for() {
        let registry = Registry::default();
        registry.counter("n_total", "", &["l"]).with(&["x"]).add(1.0);
        let again = registry.counter("n_total", "", &["l"]).with(&["x"]);
        again.add(2.0);
        again.add(-5.0);
        again.raise_to(2.0);
        assert_eq!(again.get(), 3.0);
        again.raise_to(7.0);
        assert_eq!(registry.counter("n_total", "", &["l"]).with(&["x"]).get(), 7.0);
        registry.counter("n_total", "", &["l"]).remove(&["x"]);
        assert_eq!(registry.render(), "");
    }
}
