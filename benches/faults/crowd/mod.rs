//! People who use the server from several tasks at once, and what each of them may expect of it.

pub(crate) mod check;
pub(crate) mod operations;
pub(crate) mod person;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use self::person::Person;
use crate::Result;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::report::Findings;
use crate::rig::Rig;
use crate::rig::mail::Mailbox;
use crate::rig::world::World;
use crate::task::Task;

/// What every task of a crowd shares.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The server.
    pub(crate) world: World,
    /// The ledger.
    pub(crate) ledger: Ledger,
    /// What must not be.
    pub(crate) findings: Findings,
    /// The people's mail.
    pub(crate) mailbox: Mailbox,
    /// Wrong passwords that the server acknowledged as such (I8).
    pub(crate) wrong_passwords: AtomicI64,
    running: AtomicBool,
    names: AtomicU64,
}

/// One task's own people, whom nobody else touches.
#[derive(Debug)]
pub(crate) struct Circle {
    /// Its people.
    pub(crate) people: Vec<Person>,
    /// Its chance.
    pub(crate) dice: Dice,
}

/// The crowd.
#[derive(Debug)]
pub(crate) struct Crowd {
    /// What it shares.
    pub(crate) shared: Arc<Shared>,
    circles: Vec<Arc<Mutex<Circle>>>,
    tasks: Vec<Task<()>>,
}

impl Crowd {
    /// A crowd of `tasks` tasks before `rig`; it does nothing yet.
    pub(crate) fn new(rig: &Rig, tasks: u64, seed: u64) -> Result<Self> {
        let shared = Shared {
            world: (*rig.world).clone(),
            ledger: Ledger::create(Path::new(rig.folder.path()))?,
            findings: Findings::default(),
            mailbox: rig.mail.mailbox(),
            wrong_passwords: AtomicI64::new(0),
            running: AtomicBool::new(false),
            names: AtomicU64::new(0),
        };
        let circle = |task| Circle { people: Vec::new(), dice: Dice::new(seed.wrapping_mul(1000) + task) };
        let circles = (0..tasks).map(|task| Arc::new(Mutex::new(circle(task)))).collect();
        Ok(Self { shared: Arc::new(shared), circles, tasks: Vec::new() })
    }

    /// Everybody goes to work.
    pub(crate) fn go(&mut self) {
        self.shared.running.store(true, Ordering::Relaxed);
        for circle in &self.circles {
            let (shared, circle) = (Arc::clone(&self.shared), Arc::clone(circle));
            self.tasks.push(Task::begin(async move {
                let mut circle = circle.lock_owned().await;
                while shared.running.load(Ordering::Relaxed) {
                    if !shared.act(&mut circle).await {
                        // Nobody is there: a real client would wait as well.
                        tokio::time::sleep(Duration::from_millis(25)).await;
                    }
                }
            }));
        }
    }

    /// Everybody finishes what they do, and rests.
    pub(crate) async fn rest(&mut self) -> Result<()> {
        self.shared.running.store(false, Ordering::Relaxed);
        for task in self.tasks.drain(..) {
            task.end().await?;
        }
        Ok(())
    }

    /// Works for a while.
    pub(crate) async fn work(&mut self, time: Duration) -> Result<()> {
        self.go();
        tokio::time::sleep(time).await;
        self.rest().await
    }

    /// Reads back everybody to whom something happened since the last time. Nobody may be at work.
    pub(crate) async fn read_back(&self) {
        let reading = self.circles.iter().map(async |circle| {
            for person in circle.lock().await.people.iter_mut().filter(|person| person.is_touched) {
                self.shared.read_back(person).await;
            }
        });
        futures_util::future::join_all(reading).await;
    }

    /// Everybody, as they are known now.
    pub(crate) async fn people(&self) -> Vec<Person> {
        let mut everybody = Vec::new();
        for circle in &self.circles {
            everybody.extend(circle.lock().await.people.iter().cloned());
        }
        everybody
    }

    /// Proves all that was acknowledged, by the doors and by what is stored. Nobody may be at work.
    pub(crate) async fn prove(&self, database_url: &str) -> Result<Vec<String>> {
        self.read_back().await;
        let proving = self.circles.iter().map(async |circle| {
            let mut circle = circle.lock().await;
            let Circle { people, dice } = &mut *circle;
            for person in people {
                self.shared.prove(person, dice).await;
            }
        });
        futures_util::future::join_all(proving).await;
        self.shared.prove_stored(&self.people().await, database_url).await
    }
}
