//! Asking whether somebody may do something.

use std::sync::Arc;

use bowline_apimachinery::validation::names;

use super::{Call, Implementation, Library};
use crate::authorizer::{Attributes, Authorizer, Decision};
use crate::value::{Error, Opaque, ResourceCheck, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
authorizer_path: <kubernetes.authorization.Authorizer>.path(string) -> kubernetes.authorization.PathCheck
authorizer_group: <kubernetes.authorization.Authorizer>.group(string) -> kubernetes.authorization.GroupCheck
authorizer_serviceaccount: <kubernetes.authorization.Authorizer>.serviceAccount(string, string) -> kubernetes.authorization.Authorizer
groupcheck_resource: <kubernetes.authorization.GroupCheck>.resource(string) -> kubernetes.authorization.ResourceCheck
resourcecheck_subresource: <kubernetes.authorization.ResourceCheck>.subresource(string) -> kubernetes.authorization.ResourceCheck
resourcecheck_namespace: <kubernetes.authorization.ResourceCheck>.namespace(string) -> kubernetes.authorization.ResourceCheck
resourcecheck_name: <kubernetes.authorization.ResourceCheck>.name(string) -> kubernetes.authorization.ResourceCheck
pathcheck_check: <kubernetes.authorization.PathCheck>.check(string) -> kubernetes.authorization.Decision
resourcecheck_check: <kubernetes.authorization.ResourceCheck>.check(string) -> kubernetes.authorization.Decision
decision_errored: <kubernetes.authorization.Decision>.errored() -> bool
decision_error: <kubernetes.authorization.Decision>.error() -> string
decision_allowed: <kubernetes.authorization.Decision>.allowed() -> bool
decision_reason: <kubernetes.authorization.Decision>.reason() -> string",
    types: &[
        "kubernetes.authorization.Authorizer",
        "kubernetes.authorization.PathCheck",
        "kubernetes.authorization.GroupCheck",
        "kubernetes.authorization.ResourceCheck",
        "kubernetes.authorization.Decision",
    ],
    implementation,
};

/// Selectors in checks.
pub(crate) const SELECTORS: Library = Library {
    declarations: "
authorizer_fieldselector: <kubernetes.authorization.ResourceCheck>.fieldSelector(string) -> kubernetes.authorization.ResourceCheck
authorizer_labelselector: <kubernetes.authorization.ResourceCheck>.labelSelector(string) -> kubernetes.authorization.ResourceCheck",
    types: &[],
    implementation,
};

fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "path" => |call| {
            let (authorizer, path) = asked(&call, "path")?;
            if path.trim().is_empty() {
                return Err(Error::other("path must not be empty"));
            }
            Ok(Value::opaque(Opaque::PathCheck(authorizer, path.to_owned())))
        },
        "group" => |call| {
            let (authorizer, group) = asked(&call, "group")?;
            Ok(Value::opaque(Opaque::GroupCheck(authorizer, group.to_owned())))
        },
        "serviceAccount" => service_account,
        "resource" => resource,
        "subresource" => |call| narrowed(call, "subresource", |a, v| a.subresource = v),
        "namespace" => |call| narrowed(call, "namespace", |a, v| a.namespace = v),
        "name" => |call| narrowed(call, "name", |a, v| a.name = v),
        "fieldSelector" => |call| narrowed(call, "fieldSelector", |a, v| a.field_selector = v),
        "labelSelector" => |call| narrowed(call, "labelSelector", |a, v| a.label_selector = v),
        "check" => check,
        "errored" => |call| decided(call, "errored", |d| Value::Bool(!d.error.is_empty())),
        "error" => |call| decided(call, "error", |d| Value::text(d.error.as_str())),
        "allowed" => |call| decided(call, "allowed", |d| Value::Bool(d.allowed)),
        "reason" => |call| decided(call, "reason", |d| Value::text(d.reason.as_str())),
        _ => return None,
    })
}

fn asked<'c>(call: &Call<'c, '_>, function: &str) -> Result<(Arc<dyn Authorizer>, &'c str), Error> {
    if let [Value::Opaque(opaque), Value::String(text)] = call.args
        && let Opaque::Authorizer(authorizer) = &**opaque
    {
        return Ok((authorizer.clone(), text));
    }
    Err(call.no_overload(function))
}

fn service_account<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque), Value::String(namespace), Value::String(name)] = call.args
        && let Opaque::Authorizer(authorizer) = &**opaque
    {
        if !names::dns1123_subdomain(name).is_empty() {
            return Err(Error::other("Invalid service account name"));
        }
        if !names::dns1123_label(namespace).is_empty() {
            return Err(Error::other("Invalid service account namespace"));
        }
        let authorizer = authorizer.service_account(namespace, name);
        return Ok(Value::opaque(Opaque::Authorizer(authorizer)));
    }
    Err(call.no_overload("serviceAccount"))
}

fn resource<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque), Value::String(resource)] = call.args
        && let Opaque::GroupCheck(authorizer, group) = &**opaque
    {
        if resource.trim().is_empty() {
            return Err(Error::other("resource must not be empty"));
        }
        let attributes = Attributes {
            group: group.clone(),
            resource: resource.to_string(),
            ..Attributes::default()
        };
        let authorizer = authorizer.clone();
        return Ok(Value::opaque(Opaque::ResourceCheck(ResourceCheck { authorizer, attributes })));
    }
    Err(call.no_overload("resource"))
}

fn narrowed<'a>(
    call: Call<'_, 'a>,
    function: &str,
    set: fn(&mut Attributes, String),
) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque), Value::String(text)] = call.args
        && let Opaque::ResourceCheck(check) = &**opaque
    {
        let mut check = check.clone();
        set(&mut check.attributes, text.to_string());
        return Ok(Value::opaque(Opaque::ResourceCheck(check)));
    }
    Err(call.no_overload(function))
}

fn check<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::Opaque(opaque), Value::String(verb)] = call.args else {
        return Err(call.no_overload("check"));
    };
    let verb = verb.to_string();
    let decision = match &**opaque {
        Opaque::PathCheck(authorizer, path) => authorizer.authorize(&Attributes {
            path: Some(path.clone()),
            verb,
            ..Attributes::default()
        }),
        Opaque::ResourceCheck(check) => {
            check.authorizer.authorize(&Attributes { verb, ..check.attributes.clone() })
        }
        _ => return Err(call.no_overload("check")),
    };
    Ok(Value::opaque(Opaque::Decision(decision)))
}

fn decided<'a>(
    call: Call<'_, 'a>,
    function: &str,
    f: fn(&Decision) -> Value<'a>,
) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque)] = call.args
        && let Opaque::Decision(decision) = &**opaque
    {
        return Ok(f(decision));
    }
    Err(call.no_overload(function))
}
