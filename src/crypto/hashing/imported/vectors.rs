//! One hash of each format, made by the software that owns it, all of the same password.

/// What the hashes are of.
pub(in crate::crypto::hashing) const PASSWORD: &str = "Größe 7 & correct horse";

/// How it was made, and the hash; `P` is [`PASSWORD`].
pub(in crate::crypto::hashing) const MADE_ELSEWHERE: &[(&str, &str)] = &[
    (
        "bcrypt 4.0.1: hashpw(P, gensalt(5, prefix=b'2a'))",
        "$2a$05$80PWeaSVwqOM9WKH44mAc.vjyH6wlaWkm34kSh1wQjyO3u.bWD4Mi",
    ),
    ("bcrypt 4.0.1: hashpw(P, gensalt(5))", "$2b$05$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6"),
    (
        "passlib 1.7.4: bcrypt_sha256.using(rounds=5)",
        "$bcrypt-sha256$v=2,t=2b,r=5$7qDSkBtXhFx9mvDSAXQJ.e$/vSUWJIDbl2SueRt5HTDfvGC2OLEjuG",
    ),
    (
        "passlib 1.7.4: bcrypt_sha256.using(rounds=5, version=1)",
        "$bcrypt-sha256$2a,5$BwD0cZ6XuccM8LtHIG9JRe$sE.JePX9Q4Z0dOmCUIRfSWLxcFDzcxO",
    ),
    (
        "passlib 1.7.4: scrypt.using(rounds=10)",
        "$scrypt$ln=10,r=8,p=1$EMKY856zFgIAQAjBmPPemw$RwWlcrQVrkqhjrgHvi1zKYTtrDMvluG7WyHjVnFMXBU",
    ),
    (
        "passlib 1.7.4: pbkdf2_sha1.using(rounds=1000)",
        "$pbkdf2$1000$mBPiHAOAMAaAEGLM2Xtv7Q$zYLKL.hXumTTqFviiS2SZLKRyvY",
    ),
    (
        "passlib 1.7.4: pbkdf2_sha256.using(rounds=1000)",
        "$pbkdf2-sha256$1000$jjHmHGNMKYVwbs25t1aKcQ$A3cF5NbRKIN7bPNlG1OpVqoBop28LfKScdNuEfAyqqo",
    ),
    (
        "passlib 1.7.4: pbkdf2_sha512.using(rounds=1000)",
        "$pbkdf2-sha512$1000$njPGeI9RilGqFQKA0Drn3A$Iz2d15t/u5hSJRptJAC.pr30Isr8MKBbtr2i8i2GauhfA.AuWRBdYiuG7VMp0l2AbOIIL9y0PLVMAmtoY3UEFA",
    ),
    (
        "passlib 1.7.4: atlassian_pbkdf2_sha1",
        "{PKCS5S2}xRjDeE8JIaQ0Rohxzvk/h1FVCR6KbD6HFlll24Vlb5vwl9EO7CY/6c+edhPRMnOL",
    ),
    (
        "passlib 1.7.4: ldap_pbkdf2_sha1.using(rounds=1000)",
        "{PBKDF2}1000$/V8LwRij1DrHmPPe2xsjpA$U.BqeEXBYfb9b95X5tQW8yV9JIQ",
    ),
    (
        "passlib 1.7.4: ldap_pbkdf2_sha256.using(rounds=1000)",
        "{PBKDF2-SHA256}1000$6j3nfK8VAkCoNSZkDAFAiA$38RMbBtOe/FOjuTmHZxj1idlV6Oe/FVxRa0hHvmdQp8",
    ),
    (
        "passlib 1.7.4: ldap_pbkdf2_sha512.using(rounds=1000)",
        "{PBKDF2-SHA512}1000$ByCE0DonpFSqVSolxBgjRA$CtXhvvccGsflWRat4b60988tUhGWjbVkh.rinkygbZOwJKuDoSs61FOcHVQXdT.Jh9gilL4V0ySqrlURfwfOMg",
    ),
    ("passlib 1.7.4: ldap_salted_sha1", "{SSHA}Ya4kbA68HgKWRvL1OUGYMEzw+7dHSMkZ"),
    ("passlib 1.7.4: ldap_salted_sha256", "{SSHA256}eA5t/u3xYrxtA4tndmKVE2jB37AJCxRban/Ckvqf/6q+19r7fy9lTA=="),
    (
        "passlib 1.7.4: ldap_salted_sha512",
        "{SSHA512}RunSecbUTHLXkRbx4HXS/8lfrDeqckzylYq3iDgXYmLE7NIbdJrssymR4nP9tPrSVmMzZ+6EPjEKZ0zk8RQ+s/beu3fu3Rvj",
    ),
    ("passlib 1.7.4: ldap_salted_md5", "{SMD5}5XPqvuSyFu09e2mELr17Vao1Rog="),
    ("passlib 1.7.4: ldap_sha1", "{SHA}oZs9z4/ADA4i1c5cT3/+gkGC+HM="),
    ("passlib 1.7.4: ldap_md5", "{MD5}DAwlqRv1fnpCF+b/z93ZJg=="),
    (
        "passlib 1.7.4: ldap_sha512_crypt.using(rounds=1000)",
        "{CRYPT}$6$rounds=1000$wm/t1Iz3bRoGvz3q$53U9to8cW9Mb5vrt0SMf5bILTS4katkFt/iGrcelgenYjmm4924q4PZAGokKKXNCCow8FsHyA9gqmPNFhU5N3.",
    ),
    ("passlib 1.7.4: md5_crypt", "$1$Ov7bymA2$rUdc5hPCA6LlKrqXM29K/1"),
    ("passlib 1.7.4: apr_md5_crypt", "$apr1$BgKjFNVs$orRgLwStsJFNSAYPPGuZH."),
    (
        "passlib 1.7.4: sha256_crypt.using(rounds=1234)",
        "$5$rounds=1234$QZfHKNgr3Uqca5tV$GhDqHLLNwfzMGkFzyAIelHHEF9KUDRqYgF7ocYdDSf0",
    ),
    (
        "passlib 1.7.4: sha256_crypt.using(rounds=5000)",
        "$5$dbFseYdH3kylC1H3$xLPoFgu0QN2.12kwzE7whBInugBL5JOVCL70D5U1Km4",
    ),
    (
        "passlib 1.7.4: sha512_crypt.using(rounds=1234)",
        "$6$rounds=1234$s7os6u35XNbriTMJ$hMdcx8W0vXW1Ia.7iCQusjfgfQB2JQHgu8VrR6A/fUoMYlwpbW764jNXvxFjoFq7.sCZ3YPF.uumKTAPVP3cf.",
    ),
    ("passlib 1.7.4: phpass.using(rounds=8)", "$P$6Qeglozuz6i0VSfd.OALvntjiTQzhB."),
    ("passlib 1.7.4: phpass.using(rounds=8, ident='H')", "$H$6FNvbuQ6X5SKA8Mz9EO5fpE7zK1aQn0"),
    (
        "argon2-cffi: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.ID)",
        "$argon2id$v=19$m=64,t=1,p=1$PNr+aKPYozYGZz7mj4Dojg$1AHJ8MdXVj3kzLoroISI+f3/XuVguP5tH9WzS2proiE",
    ),
    (
        "argon2-cffi: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.I)",
        "$argon2i$v=19$m=64,t=1,p=1$u2GYfowLVesDzcU1FSej6w$FJ6E2O/RjVKl7Xm8NMrDB77WXZ96IRy9IlOOqR3yTUQ",
    ),
    (
        "argon2-cffi: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.D)",
        "$argon2d$v=19$m=64,t=1,p=1$4Nnu+21lqSHAU92zb9D0gQ$NOg4zhwmNWn/1Hx0yIFQCMUpafJxYR4Yra/ZBC8dZSo",
    ),
    (
        "Django 5.2.19: PBKDF2PasswordHasher with {'iterations': 1000}",
        "pbkdf2_sha256$1000$ZBqK8FxjuCwWje7WlXPCh7$hVsyx4vU+NEQ5yf5O/BQsw9DW/s2RmQPgOeRRrYWa64=",
    ),
    (
        "Django 5.2.19: PBKDF2SHA1PasswordHasher with {'iterations': 1000}",
        "pbkdf2_sha1$1000$tMZjAJw2FE32zERo1YweGd$TKlxBGh2s0Zvyq+zk1PqCxX5OGk=",
    ),
    (
        "Django 5.2.19: Argon2PasswordHasher with {'time_cost': 1, 'memory_cost': 64, 'parallelism': 1}",
        "argon2$argon2id$v=19$m=64,t=1,p=1$VnRSbnM0WXVtSjJXWE8wYkUzUmFWeA$LjsVAJc75JMmCvOHBZwP2fGQc81yR7BK6hcdqVK8/Bg",
    ),
    (
        "Django 5.2.19: BCryptSHA256PasswordHasher with {'rounds': 5}",
        "bcrypt_sha256$$2b$05$o0nEpWhdX6ShMV2IsFLrBOOwXdSSPDPja2C547.gcGT2154Kyh/i2",
    ),
    (
        "Django 5.2.19: BCryptPasswordHasher with {'rounds': 5}",
        "bcrypt$$2b$05$rRbh/z0yyAU9jrcSnnxH/u1l7vVFzeto22w98zINI.1CfHEJMRUDq",
    ),
    (
        "Django 5.2.19: ScryptPasswordHasher with {'work_factor': 1024}",
        "scrypt$1024$jPfnmldt7VRinWeS3Hg2i2$8$5$TuLdZt1ySWLfCO34QYu5KkfR3pWw6q5bkLBORiPgQcvJEuZrkO46vvhdPmXRKnnLjJTMgzdSLLj9Dm/3KtbcyA==",
    ),
    ("Django 5.2.19: MD5PasswordHasher", "md5$EGXAL2v8JKpHsl7JGfL0uu$3d550068e99762f179c172419b246288"),
    ("passlib 1.7.4: django_salted_sha1", "sha1$WSVyjY86h9Jw$5ba235c279990387333a2eb4b3ff0adea15faa1d"),
    (
        "Werkzeug 3.1.9: generate_password_hash(P, 'scrypt:1024:8:1')",
        "scrypt:1024:8:1$XWeBVWXzONLCuUev$85c36971bf1a095ba1e80550fac81d6eb3ecf31a5341dd377384e81a145c6abbb2b735211c78fac71a0d6f91fd00307ce21f022cf54201788fcfb242dfe29f55",
    ),
    (
        "Werkzeug 3.1.9: generate_password_hash(P, 'pbkdf2:sha256:1000')",
        "pbkdf2:sha256:1000$VSqHONpZ9LzqtUeO$95953f0e3ceff6d2147dc25f6187785eef985e3811717157292334a1c7dc2a0b",
    ),
    (
        "Werkzeug 3.1.9: generate_password_hash(P, 'pbkdf2:sha512:1000')",
        "pbkdf2:sha512:1000$RafNP9jUCCftwxMO$7649daf12de9e42d3a6f7e67ae00cbc683a7813e46758b3dbce13b55d8c444e5a07781d4ae85b00fb29efb0429dafea1dc635affe87bcaf804ab404161e64316",
    ),
    (
        "Werkzeug 3.1.9: generate_password_hash(P, 'pbkdf2:sha1:1000')",
        "pbkdf2:sha1:1000$eT94Z9u9Ekpbnysk$708343bbaec0fb4436d1a4b463bdd780d55a6fb8",
    ),
    (
        r#"PHP 8.2: password_hash(P, PASSWORD_BCRYPT, ["cost" => 5])"#,
        "$2y$05$whfMj.vKYvN71R3fq3lN8O2YamPwmgqQpLB/9RZtHT8sdKqXV1R4a",
    ),
    (
        "WordPress 6.1.9, class-phpass.php: (new PasswordHash(8, true))->HashPassword(P)",
        "$P$BU68w08OZxQyXYrGJy0LJ4vV9ymG9P.",
    ),
    (
        r#"PHP 8.2, as wp_hash_password of WordPress 6.8 does: "$wp" . password_hash(base64_encode(hash_hmac("sha384", trim(P), "wp-sha384", true)), PASSWORD_BCRYPT, ["cost" => 5])"#,
        "$wp$2y$05$squbbpp8UZ1Fnyoc.4cj.e.fd6N5WC/wG5bDZNCFv3I5Fxid45xOK",
    ),
    (
        r#"PHP 8.2: crypt(P, "$6$saltsalt$")"#,
        "$6$saltsalt$2OL6WJju0XyNXjil8MMVPoA8dypTS663XBQSQ/S8jiLX/l/oQiWDNZPT3sSIQzpp7iY0QhoIKnF0/V4PXEnUY.",
    ),
    (
        r#"PHP 8.2: crypt(P, "$5$rounds=1500$abcdefgh$")"#,
        "$5$rounds=1500$abcdefgh$qVoNvaBKwWMLC8eAR48r8DJu8e6VogVNn0JDD6CMu14",
    ),
    (
        r#"PHP 8.2: password_hash(P, PASSWORD_ARGON2ID, ["memory_cost" => 64, "time_cost" => 1])"#,
        "$argon2id$v=19$m=64,t=1,p=1$Z3lveDZYSEtpOHcyZVJ0Ng$9ZmZ3ZRSrbSpJoAuYNoVdTr9o+hTqj6xJKX7E13RX2w",
    ),
    ("htpasswd 2.4: -nbm", "$apr1$Gio1zWOP$zPGTkGLksGBL.wDATsemJ."),
    ("htpasswd 2.4: -nbB -C 5", "$2y$05$qOwsKROVBJepERo083HuoecQidNe21zkz4aFEyCt.bCRkqZbObh7C"),
    (
        "mkpasswd 5.5 (libxcrypt): -m yescrypt -R 1",
        "$y$j75$DW/qdBsVUtHDbnsEt4/yD1$8WmTBOfbru2QxlZSZSY2lRPVsBNJOZTGWsQPfkSYcn.",
    ),
    ("openssl 3 passwd -1", "$1$f0k49.g1$mn2QSpQmUGDKTLBSgI4dJ0"),
    (
        "firebase-scrypt 2.2.0 (npm), memory cost 10, 8 rounds, separator Bw==, written as Supabase does",
        "$fbscrypt$v=1,n=10,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$1ohtZS2J425Zeb32zhDOc74wJi+N5fniKQgfCaaeIiGk+8q1oV+eCrdkSid6PlLMecq4Y7f8b4J0IE2Gpmp+2g==",
    ),
    (
        "asp-identity-pw 1.1.2 (npm): hashIdentityPasswordV3(P)",
        "AQAAAAEAACcQAAAAENiMclvseYtDtpi/4fIsbqsydPsT9o68Mi0jG3ryBtqXKcA21rptxUdyP55/9zsiDA==",
    ),
    (
        "asp-identity-pw 1.1.2 (npm): hashIdentityPasswordV2(P)",
        "ADjo/Ri2WbzNBJn8lGQmJa2NT72ho5gLEgJRLpfnq6zdBNR2I9PvDEFV2lTuzrdV+Q==",
    ),
    (
        "aspnetcore-identity-password-hasher 1.0.1 (npm): hash(P)",
        "AQAAAAEAACcQAAAAEGUqdZNaLTzXOk2pfgEp8W5xv0eqTN0J14W4b4z67fT5PQ3oCXnrSi3FAZJilmxveA==",
    ),
    (
        "drupal-hash-utility 1.0.0 (PyPI), 2^8 rounds: encode(P)",
        "$S$60ayBZGKqA/yRf/C4dSxbFeXnUR86nFY6XZsau4DWlIpxr.8qNER",
    ),
    (
        r#"drupal-hash-utility 1.0.0 (PyPI), 2^8 rounds: "U" + encode(md5(P).hexdigest())"#,
        "U$S$6oSIaaen0dVtGUll8tUEwCrphpUSESVwxSJsKXPpGax9g.MNnIv/",
    ),
];
