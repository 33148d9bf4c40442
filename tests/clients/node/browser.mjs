// A person at the pages without JavaScript: keeps cookies, follows redirects within the server, fills in forms.

const unescape = (text) => text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code)).replaceAll("&amp;", "&");

export class Person {
  constructor(base) {
    this.base = base;
    this.cookies = new Map();
  }

  async open(url, init = {}) {
    for (let hops = 0; hops < 10; hops++) {
      const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
      const answer = await fetch(url, { redirect: "manual", ...init, headers: { ...init.headers, cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [name, value] = line.split(";")[0].split(/=(.*)/s);
        if (/max-age=0/i.test(line)) this.cookies.delete(name);
        else this.cookies.set(name, value);
      }
      const location = answer.headers.get("location");
      this.status = answer.status;
      if (!location) {
        this.url = url;
        this.page = await answer.text();
        return this;
      }
      url = new URL(location, url).href;
      if (!url.startsWith(this.base)) {
        this.leftTo = new URL(url);
        return this;
      }
      init = {};
    }
    throw new Error("too many redirects");
  }

  /** Fills in the form that leads to `path` and sends it. */
  async submit(path, fields) {
    const forms = [...this.page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
    const [, action, form] = forms.find(([, action]) => unescape(action).split("?")[0].endsWith(path));
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(hidden.map(([, name, value]) => [name, unescape(value)]));
    for (const [name, value] of Object.entries(fields)) {
      if (!form.includes(`name="${name}"`)) throw new Error(`no field ${name} in ${form}`);
      body.set(name, value);
    }
    return this.open(new URL(unescape(action), this.url).href, {
      method: "POST",
      body,
      headers: { origin: new URL(this.base).origin, "sec-fetch-site": "same-origin" },
    });
  }
}
