"""What a pool does about the risk of sign-ins, as boto3 says and reads it."""

import pytest
from botocore.exceptions import ClientError

ACTIONS = {
    "LowAction": {"Notify": False, "EventAction": "NO_ACTION"},
    "MediumAction": {"Notify": True, "EventAction": "MFA_IF_CONFIGURED"},
    "HighAction": {"Notify": True, "EventAction": "BLOCK"},
}


@pytest.fixture()
def watched(admin, pool):
    admin.update_user_pool(UserPoolId=pool, UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED"})
    yield pool
    admin.set_risk_configuration(UserPoolId=pool)
    admin.update_user_pool(UserPoolId=pool, UserPoolAddOns={"AdvancedSecurityMode": "OFF"})


def test_a_risk_configuration_is_set_and_read_back(admin, watched):
    exceptions = {"BlockedIPRangeList": ["192.0.2.0/24"], "SkippedIPRangeList": ["10.0.0.0/8"]}
    compromised = {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}}
    admin.set_risk_configuration(
        UserPoolId=watched, AccountTakeoverRiskConfiguration={"Actions": ACTIONS},
        CompromisedCredentialsRiskConfiguration=compromised, RiskExceptionConfiguration=exceptions)
    said = admin.describe_risk_configuration(UserPoolId=watched)["RiskConfiguration"]
    assert said["AccountTakeoverRiskConfiguration"]["Actions"] == ACTIONS
    assert said["CompromisedCredentialsRiskConfiguration"] == compromised
    assert said["RiskExceptionConfiguration"] == exceptions
    assert said["LastModifiedDate"].year >= 2024
    assert admin.describe_user_pool(UserPoolId=watched)["UserPool"]["UserPoolAddOns"] == {
        "AdvancedSecurityMode": "ENFORCED"}


def test_attempts_are_listed_page_by_page(admin, watched, user):
    pages = admin.get_paginator("admin_list_user_auth_events")
    events = [event for page in pages.paginate(UserPoolId=watched, Username=user[0], PaginationConfig={"PageSize": 1})
              for event in page["AuthEvents"]]
    assert events == sorted(events, key=lambda event: event["CreationDate"], reverse=True)
    assert {event["EventType"] for event in events} <= {"SignIn", "SignUp", "ForgotPassword", "PasswordChange"}


def test_a_pool_that_weighs_nothing_says_so(admin, pool):
    with pytest.raises(ClientError) as refused:
        admin.describe_risk_configuration(UserPoolId=pool)
    assert refused.value.response["Error"]["Code"] == "UserPoolAddOnNotEnabledException"
