//! The names that expressions of a policy know, and their types.

use std::collections::BTreeMap;

use crate::environment::{Environment, Version};
use crate::types::Type;

/// What an environment has besides the names that are always there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options {
    pub(super) version: Version,
    pub(super) params: bool,
    pub(super) authorizer: bool,
    pub(super) patches: bool,
}

/// The name of the variable whose fields are the variables of the policy.
pub(super) const VARIABLES: &str = "variables";

/// The environment of an expression. Every name has the same position whether or not the authorizer
/// is there, so that variables compiled with it can be run without.
pub(super) fn environment(
    options: Options,
    object: &Type,
    variables: &BTreeMap<String, Type>,
) -> Environment {
    let mut env = Environment::kubernetes(options.version);
    if options.patches {
        env = env.with_patches();
    }
    env = env
        .with_variable("object", object.clone())
        .with_variable("oldObject", object.clone())
        .with_variable("namespaceObject", namespace())
        .with_variable("request", request())
        .with_variable(VARIABLES, Type::object("kubernetes.variables", variables.clone()));
    if options.params {
        env = env.with_variable("params", Type::Dyn);
    }
    if options.authorizer {
        let named = |name| Type::object(name, BTreeMap::new());
        env = env
            .with_variable("authorizer", named("kubernetes.authorization.Authorizer"))
            .with_variable(
                "authorizer.requestResource",
                named("kubernetes.authorization.ResourceCheck"),
            );
    }
    env
}

fn object<const N: usize>(name: &str, fields: [(&str, Type); N]) -> Type {
    Type::object(name, fields.map(|(name, t)| (name.to_owned(), t)).into())
}

fn texts() -> Type {
    Type::list(Type::String)
}

fn request() -> Type {
    let kind = || {
        let fields = ["group", "version", "kind"];
        object("kubernetes.GroupVersionKind", fields.map(|f| (f, Type::String)))
    };
    let resource = || {
        let fields = ["group", "version", "resource"];
        object("kubernetes.GroupVersionResource", fields.map(|f| (f, Type::String)))
    };
    let user = object(
        "kubernetes.UserInfo",
        [
            ("username", Type::String),
            ("uid", Type::String),
            ("groups", texts()),
            ("extra", Type::map(Type::String, texts())),
        ],
    );
    object(
        "kubernetes.AdmissionRequest",
        [
            ("kind", kind()),
            ("resource", resource()),
            ("subResource", Type::String),
            ("requestKind", kind()),
            ("requestResource", resource()),
            ("requestSubResource", Type::String),
            ("name", Type::String),
            ("namespace", Type::String),
            ("operation", Type::String),
            ("userInfo", user),
            ("dryRun", Type::Bool),
            ("options", Type::Dyn),
        ],
    )
}

fn namespace() -> Type {
    let labels = || Type::map(Type::String, Type::String);
    let metadata = object(
        "kubernetes.NamespaceMetadata",
        [
            ("name", Type::String),
            ("generateName", Type::String),
            ("namespace", Type::String),
            ("labels", labels()),
            ("annotations", labels()),
            ("UID", Type::String),
            ("creationTimestamp", Type::Timestamp),
            ("deletionGracePeriodSeconds", Type::Int),
            ("deletionTimestamp", Type::Timestamp),
            ("generation", Type::Int),
            ("resourceVersion", Type::String),
            ("finalizers", texts()),
        ],
    );
    let condition = object(
        "kubernetes.NamespaceCondition",
        [
            ("status", Type::String),
            ("type", Type::String),
            ("lastTransitionTime", Type::Timestamp),
            ("message", Type::String),
            ("reason", Type::String),
        ],
    );
    let status = object(
        "kubernetes.NamespaceStatus",
        [("conditions", Type::list(condition)), ("phase", Type::String)],
    );
    let spec = object("kubernetes.NamespaceSpec", [("finalizers", texts())]);
    object("kubernetes.Namespace", [("metadata", metadata), ("spec", spec), ("status", status)])
}
