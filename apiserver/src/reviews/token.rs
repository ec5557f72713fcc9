//! Whose token is this, and who am I?

use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use crate::authentication::{AUTHENTICATED, ServiceAccountTokens, User};

pub(super) async fn review(
    tokens: Option<&ServiceAccountTokens>,
    body: &Value,
) -> Result<Value, Status> {
    let token = body["spec"]["token"].as_str().unwrap_or_default();
    if token.is_empty() {
        return Err(Status::bad_request("token is required for TokenReview in authentication"));
    }
    let audiences: Vec<String> = body["spec"]["audiences"]
        .as_array()
        .map(|list| list.iter().filter_map(|a| a.as_str().map(str::to_owned)).collect())
        .unwrap_or_default();
    let unknown = || Ok(json!({"user": {}, "error": "[invalid bearer token]"}));
    let Some(tokens) = tokens else { return unknown() };
    match tokens.check(token, &audiences).await {
        Ok(Some((user, audiences))) => {
            let user = user.group(AUTHENTICATED);
            Ok(json!({"authenticated": true, "user": user_info(&user), "audiences": audiences}))
        }
        Ok(None) => unknown(),
        Err(fault) => Ok(json!({"user": {}, "error": fault.to_string()})),
    }
}

/// A user in wire form; empty parts are left out.
pub(super) fn user_info(user: &User) -> Value {
    let mut info = json!({"username": user.name});
    if !user.uid.is_empty() {
        info["uid"] = json!(user.uid);
    }
    if !user.groups.is_empty() {
        info["groups"] = json!(user.groups);
    }
    if !user.extra.is_empty() {
        info["extra"] = json!(user.extra);
    }
    info
}
