//! CEL as the Kubernetes API server evaluates it.
//!
//! Text becomes a [`Checked`] tree through an [`Environment`] (names, types and libraries by
//! version of Kubernetes), the tree a [`Program`], and the program a value, under a budget that is
//! counted as upstream counts it. [`estimate`] bounds the cost beforehand from the sizes a schema
//! allows.
//!
//! Values borrow from the object they look at: `serde_json` trees directly, others through
//! [`ListNode`] and [`MapNode`].
//!
//! ```
//! use bowline_cel::{COST_LIMIT, Environment, Program, Type, Value, Version};
//!
//! let env = Environment::kubernetes(Version::DEFAULT).with_variable("self", Type::Dyn);
//! let checked = env.check("self.replicas <= 3").expect("well formed");
//! let program = Program::new(&env, &checked).expect("no faulty constants");
//! let object = serde_json::json!({"replicas": 2});
//! let outcome = program.run(&[Some(Ok(Value::from_json(&object)))], COST_LIMIT);
//! assert_eq!(outcome.result.ok().and_then(|v| v.as_bool()), Some(true));
//! assert_eq!(outcome.cost, 3);
//! ```

pub mod authorizer;
mod check;
mod cost;
mod declared;
mod environment;
mod library;
mod number;
pub mod policy;
mod program;
mod regex;
pub mod rules;
pub mod schema;
mod syntax;
mod types;
mod url;
mod value;

pub use check::{Checked, Reference};
pub use cost::{NoHints, Range, SizeHints, estimate};
pub use declared::{Declared, MAX_REQUEST_BYTES, escape};
pub use environment::{Environment, Version};
pub use program::{COST_LIMIT, Lazy, LazyFields, Outcome, Program, Variable};
pub use regex::{PatternError, Regex};
pub use syntax::{
    Comprehension, Entry, Expr, ExprKind, FieldInit, Issue, Issues, Literal, MAX_DEPTH, MAX_LENGTH,
    Source,
};
pub use types::{ObjectType, Type};
pub use url::Url;
pub use value::{
    Duration, Error, ErrorKind, Format, List, ListNode, Map, MapNode, Opaque, ResourceCheck,
    Semver, Text, Timestamp, Value, View,
};
