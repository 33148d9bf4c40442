//! An admin makes a user, who is invited by mail or text message with a temporary password.

use crate::domain::code::Destination;
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Contact, PasswordProblem, Pool};
use crate::domain::random::{self, uuid_v4};
use crate::domain::secret::Secret;
use crate::domain::user::{Attributes, SecondFactors, User, UserId, UserStatus};
use crate::flows::sign_up::{UsernameProblem, username_of};
use crate::flows::{Deps, Error, Undeliverable, aliases, chosen_password, events, message_budget, messages};
use crate::messaging::Message;
use crate::storage::{Tx, UserWrite};

/// What is done about the invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {
    /// Sent to a new user.
    Send,
    /// Sent again to a user who never signed in; the temporary password's time begins anew.
    Resend,
    /// Not sent.
    Suppress,
}

/// What the admin gives.
#[derive(Debug)]
pub struct NewUser {
    /// The name.
    pub username: String,
    /// Attributes; an admin may set the verified flags.
    pub attributes: Attributes,
    /// The temporary password; `None`: one is made.
    pub temporary_password: Option<Secret>,
    /// What is done about the invitation.
    pub invitation: Invitation,
    /// Contacts that it goes to; empty: the address, or else the number.
    pub media: Vec<Contact>,
    /// Whether contacts given as proven move here from users who have them as aliases (`ForceAliasCreation`).
    pub takes_over: bool,
}

/// Why it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreateRefused {
    /// The name does not do.
    UsernameInvalid(UsernameProblem),
    /// The temporary password does not do.
    Password(Vec<PasswordProblem>),
    /// Attributes do not fit.
    Attributes(Vec<AttributeProblem>),
    /// Somebody has that name.
    Taken(IdentifierKind),
    /// To resend: there is no such user.
    NotFound,
    /// To resend: the user has signed in before.
    NotInvited,
    /// To resend: there is no address.
    NoAddress,
    /// No invitation can be sent to that number.
    Undeliverable(Undeliverable),
}

/// Why no user can be made of what is given, whoever gives it.
pub(super) enum Unfit {
    /// The name does not do.
    Username(UsernameProblem),
    /// Attributes do not fit.
    Attributes(Vec<AttributeProblem>),
}

impl From<Unfit> for CreateRefused {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Username(problem) => Self::UsernameInvalid(problem),
            Unfit::Attributes(problems) => Self::Attributes(problems),
        }
    }
}

/// How it ends.
#[derive(Debug)]
pub enum CreateOutcome {
    /// Made, or invited again.
    Done(Box<User>),
    /// Refused.
    Refused(CreateRefused),
}

/// Makes or invites a user.
pub async fn create(deps: &Deps, pool: &Pool, new: NewUser) -> Result<CreateOutcome, Error> {
    let is_given = new.temporary_password.is_some();
    let password = new.temporary_password.clone().unwrap_or_else(|| temporary_password(deps, pool));
    let problems = chosen_password::problems(deps, pool, &password, (&new.username, &new.attributes));
    if is_given && !problems.is_empty() {
        return Ok(CreateOutcome::Refused(CreateRefused::Password(problems)));
    }
    let prepared = match new.invitation {
        Invitation::Resend => prepare_again(deps, pool, &new).await?,
        Invitation::Send | Invitation::Suppress => {
            prepare(deps, pool, &new, new_id(deps)).map(|user| (user, None)).map_err(CreateRefused::from)
        }
    };
    let (mut user, read_version) = match prepared {
        Ok(prepared) => prepared,
        Err(refused) => return Ok(CreateOutcome::Refused(refused)),
    };
    // A new user without an address is made and not invited, as on Cognito: the admin tells them.
    let invited = user.clone();
    let invited = invited_at(&invited, &new);
    if new.invitation == Invitation::Resend && invited.is_empty() {
        return Ok(CreateOutcome::Refused(CreateRefused::NoAddress));
    }
    if let Some(why) = invited.iter().find_map(|to| deps.sms.obstacle(pool, *to)) {
        return Ok(CreateOutcome::Refused(CreateRefused::Undeliverable(why)));
    }
    if read_version.is_none() && aliases::is_id_of_another(deps, pool, &user).await? {
        return Ok(CreateOutcome::Refused(CreateRefused::Taken(IdentifierKind::Username)));
    }
    for to in &invited {
        message_budget::reserve_of_admin(deps, pool, *to).await?;
    }
    let now = deps.now();
    let until = now.plus_secs(i64::from(pool.settings.password.temporary_password_validity_days) * 86_400);
    user.password = Some(deps.hasher.hash(pool.id.as_str(), &password).await?);
    user.temporary_until = Some(until);
    user.updated_at = now;
    let event = events::of_user(deps, EventName::UserCreated, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<UserWrite, Error> {
        if new.takes_over && read_version.is_none() {
            aliases::take_over(deps, tx, pool, &user).await?;
        }
        let written = match read_version {
            None => tx.users().add(&user, &pool.settings).await?,
            Some(version) => tx.users().save(&user, version, &pool.settings).await?,
        };
        if written == UserWrite::Done {
            tx.events().add(&event).await?;
            for to in &invited {
                let message = Message::invitation(messages::shown_name(pool, &user), &password);
                let recipient = messages::Recipient::of(&user, *to, "");
                messages::enqueue(deps, tx, pool, recipient, message, until).await?;
            }
        }
        Ok(written)
    };
    Ok(match deps.storage.unit(write).await? {
        UserWrite::Done => CreateOutcome::Done(Box::new(user)),
        UserWrite::Conflict(kind) => CreateOutcome::Refused(CreateRefused::Taken(kind)),
        UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
    })
}

/// Where the invitation goes.
fn invited_at<'a>(user: &'a User, new: &NewUser) -> Vec<Destination<'a>> {
    let reached = |contacts: &[Contact]| contacts.iter().filter_map(|contact| user.reached_by(*contact)).collect();
    match new.invitation {
        Invitation::Suppress => Vec::new(),
        Invitation::Send | Invitation::Resend if new.media.is_empty() => {
            let mut all: Vec<Destination<'a>> = reached(&[Contact::Email, Contact::PhoneNumber]);
            all.truncate(1);
            all
        }
        Invitation::Send | Invitation::Resend => reached(&new.media),
    }
}

type Prepared = Result<(User, Option<i64>), CreateRefused>;

/// The id of somebody new.
pub(super) fn new_id(deps: &Deps) -> UserId {
    UserId(uuid_v4(deps.random.as_ref()))
}

/// The user to be, without a password, or what is wrong; the same for those who are imported.
pub(super) fn prepare(deps: &Deps, pool: &Pool, new: &NewUser, id: UserId) -> Result<User, Unfit> {
    let mut attributes = new.attributes.clone();
    let username = username_of(pool, new.username.trim(), id, &mut attributes).map_err(Unfit::Username)?;
    let problems: Vec<AttributeProblem> =
        attributes.iter().filter_map(|(name, value)| pool.settings.check_attribute(name, value).err()).collect();
    if !problems.is_empty() {
        return Err(Unfit::Attributes(problems));
    }
    attributes.retain(|_, value| !value.is_empty());
    for contact in [Contact::Email, Contact::PhoneNumber] {
        if attributes.contains_key(contact.attribute()) {
            attributes.entry(contact.verified_attribute().to_owned()).or_insert_with(|| "false".to_owned());
        }
    }
    let now = deps.now();
    Ok(User {
        id,
        pool: pool.id.clone(),
        username,
        status: UserStatus::ForceChangePassword,
        enabled: true,
        attributes,
        password: None,
        temporary_until: None,
        signed_out_at: None,
        second_factors: SecondFactors::default(),
        epoch: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

async fn prepare_again(deps: &Deps, pool: &Pool, new: &NewUser) -> Result<Prepared, Error> {
    let Some(user) = super::find(deps, pool, &new.username).await? else { return Ok(Err(CreateRefused::NotFound)) };
    if user.status != UserStatus::ForceChangePassword {
        return Ok(Err(CreateRefused::NotInvited));
    }
    let read_version = user.version;
    Ok(Ok((user, Some(read_version))))
}

/// A password that satisfies every policy: each class is in it, and it is as long as the policy asks, 12 at least.
fn temporary_password(deps: &Deps, pool: &Pool) -> Secret {
    let random = deps.random.as_ref();
    let length = usize::from(pool.settings.password.minimum_length).max(12);
    let letters = random::alphanumeric(random, length.saturating_sub(4));
    let upper = random::upper_alphanumeric(random, 64).chars().find(char::is_ascii_uppercase).unwrap_or('V');
    let lower = random::lower_alphanumeric(random, 64).chars().find(char::is_ascii_lowercase).unwrap_or('v');
    let digit = random::digits(random, 1);
    Secret::from(format!("{letters}{upper}{lower}{digit}!"))
}
