//! Asks the authorizer, and says no in upstream's words.

use std::sync::Arc;

use bowline_apimachinery::meta::{Status, reason};

use super::shared::Shared;
use crate::authentication::User;
use crate::authorization::{Attributes, Decision};
use crate::request_info::RequestInfo;

impl Shared {
    /// Whether a user may do what a request asks for.
    ///
    /// # Errors
    /// 403, or 500 when nobody can tell.
    pub(crate) async fn authorize(
        &self,
        user: &Arc<User>,
        info: &RequestInfo,
    ) -> Result<(), Status> {
        let attributes = Attributes {
            user: user.clone(),
            verb: info.verb.clone(),
            group: info.group.clone(),
            version: info.version.clone(),
            resource: info.resource.clone(),
            subresource: info.subresource.clone(),
            namespace: info.namespace.clone(),
            name: info.name.clone(),
            path: info.path.clone(),
            resource_request: info.resource_request,
            label_selector: info.label_selector.clone(),
            field_selector: info.field_selector.clone(),
        };
        self.ask(&attributes).await
    }

    /// Whether the answer to a question is yes.
    ///
    /// # Errors
    /// 403, or 500 when nobody can tell.
    pub(crate) async fn ask(&self, attributes: &Attributes) -> Result<(), Status> {
        match self.authorizer().authorize(attributes).await {
            Ok(Decision::Allow { .. }) => Ok(()),
            Ok(decision) => Err(forbidden(attributes, decision.reason())),
            Err(error) => Err(Status::failure(
                500,
                reason::INTERNAL_ERROR,
                format!("Internal Server Error: {:?}: {error}", attributes.path),
            )),
        }
    }
}

/// `pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "n"`
pub(crate) fn forbidden(attributes: &Attributes, reason: &str) -> Status {
    let Attributes { user, verb, group, resource, subresource, namespace, name, path, .. } =
        attributes;
    let user = &user.name;
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    if !attributes.resource_request {
        let why = format!("User \"{user}\" cannot {verb} path \"{path}\"{reason}");
        return Status::forbidden("", "", "", &why);
    }
    let what = match subresource.as_str() {
        "" => resource.clone(),
        subresource => format!("{resource}/{subresource}"),
    };
    let place = match namespace.as_str() {
        "" => "at the cluster scope".to_owned(),
        namespace => format!("in the namespace \"{namespace}\""),
    };
    let why = format!(
        "User \"{user}\" cannot {verb} resource \"{what}\" in API group \"{group}\" {place}{reason}"
    );
    Status::forbidden(group, resource, name, &why)
}
