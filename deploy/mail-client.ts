import { connect } from 'node:net';
import { createTransport, SendMailOptions } from 'nodemailer';
import { EmbeddedAws } from './embedded-aws';

/** What the secret of SMTP credentials holds, as it is documented. */
export interface SmtpCredentials {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly endpoints: Readonly<Record<string, { readonly host: string; readonly password: string }>>;
}

/** What a mail client is set up with. */
export interface SmtpLogin {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** What a client uses that knows of one endpoint of a region. */
export function loginFor({ username, port, endpoints }: SmtpCredentials, region: string): SmtpLogin {
  return { username, port, ...endpoints[region] };
}

/**
 * SES's responses: to a message, without its id, and to a login.
 * https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html
 */
export const ACCEPTED = '250 Ok';
export const LOGGED_IN = '235 Authentication successful.';
export const REFUSED = '535 Authentication Credentials Invalid';

/**
 * A mail client with the settings that it was given and no other: it begins with STARTTLS, and goes on only if the
 * certificate is that of the host.
 *
 * All hosts of SES lead to the emulator, as they would by DNS, and its authority is one of those that the client
 * trusts.
 */
export class MailClient {
  constructor(
    private readonly smtp: EmbeddedAws['smtp'],
    private readonly login: SmtpLogin,
  ) {}

  /** The response of the server to a login, or the error if there was none. */
  public async logIn(): Promise<string> {
    return answerOf(async () => {
      await this.transport().verify();
      return LOGGED_IN;
    });
  }

  /** The response of the server to a message, without its id, or to the login before it. */
  public async send(mail: SendMailOptions): Promise<string> {
    return answerOf(async () => {
      const { response } = await this.transport().sendMail({
        to: 'somebody@example.net',
        subject: 'a test',
        text: 'A test.',
        ...mail,
      });
      return response.startsWith(`${ACCEPTED} `) ? ACCEPTED : response;
    });
  }

  private transport() {
    const { host, port, username, password } = this.login;
    return createTransport({
      host,
      port,
      requireTLS: true,
      auth: { user: username, pass: password },
      tls: { ca: this.smtp.authority },
      getSocket: (_options, callback) => {
        const connection = connect(this.smtp.port, this.smtp.host, () => callback(null, { connection }));
        connection.once('error', callback);
      },
    });
  }
}

async function answerOf(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    return (error as { response?: string }).response ?? (error as Error).message;
  }
}
