using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Channels.Mail;

/// <summary>
/// Channel Adapter that writes mail into a folder, one <c>.eml</c> file (RFC 5322) a message, for the mail server to pick up. The
/// file's name is the command's id: writing it again writes the same file, so nobody gets the same mail twice.
/// </summary>
internal sealed class MailFolder(string folder, TimeProvider clock) : InProcessChannel(MostAtOnce)
{
    // One disk: more files at once only wait for one another.
    private const int MostAtOnce = 8;

    private static readonly byte[] Written = "{\"status\":\"written\"}"u8.ToArray();

    public override bool Serves(string connector) => connector == OutboundNames.Mail;

    protected override async Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = JsonElement.Parse(message.Payload.Span);
        if (AddressOf(mail) is not { } to)
        {
            return new DeliveryResult.Failed(new DeliveryFailure("invalid-address", "The address is not an e-mail address.", IsRetryable: false));
        }

        DurableFolder.Create(folder);
        var path = Path.Combine(folder, $"{message.Id}.eml");
        if (!File.Exists(path))
        {
            // Written aside and renamed, so that whoever picks it up never sees half a mail.
            FailPoint.Hit("mail.before-write");
            var aside = path + ".part";
            await using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(Compose(message, to, mail)), cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
            DurableFolder.Sync(folder);
            FailPoint.Hit("mail.after-write");
        }

        return new DeliveryResult.Answered(Written, IsHandled: false);
    }

    private string Compose(OutboxMessage message, string to, JsonElement mail)
    {
        var (subjectFr, subjectEn) = Both(mail, "subject");
        var (bodyFr, bodyEn) = Both(mail, "body");
        var text = bodyEn.Length == 0 || bodyEn == bodyFr ? bodyFr : $"{bodyFr}\n\n— — —\n\n{bodyEn}";
        var subject = subjectEn.Length == 0 || subjectEn == subjectFr ? subjectFr : $"{subjectFr} / {subjectEn}";
        var lines = new StringBuilder();
        lines.Append(CultureInfo.InvariantCulture, $"Date: {clock.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        lines.Append(CultureInfo.InvariantCulture, $"Message-ID: <{message.Id}@hub>\r\n");
        lines.Append(CultureInfo.InvariantCulture, $"From: <ne-pas-repondre@hub.invalid>\r\nTo: <{to}>\r\n");
        lines.Append(CultureInfo.InvariantCulture, $"Subject: {EncodeWord(subject)}\r\n");
        lines.Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        lines.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks));
        return lines.Append("\r\n").ToString();
    }

    // RFC 5321 §4.1.2: ASCII only. A host with accents has an ASCII form (RFC 5891); the part before the @ has none.
    private static string? AddressOf(JsonElement mail)
    {
        if (!mail.TryGetProperty("to", out var to) || to.ValueKind != JsonValueKind.String || !MailAddress.TryCreate(to.GetString(), out var address))
        {
            return null;
        }

        try
        {
            var ascii = $"{address.User}@{new IdnMapping().GetAscii(address.Host)}";
            return ascii.All(letter => letter is > ' ' and < '\x7f' and not ('<' or '>')) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // RFC 2047: encoded words of at most 75 characters, cut between characters.
    private static string EncodeWord(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > 42)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            word.Append(rune);
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(part => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(part))}?="));
    }

    private static (string Fr, string En) Both(JsonElement mail, string member)
    {
        if (!mail.TryGetProperty(member, out var text))
        {
            return ("", "");
        }

        return text.ValueKind == JsonValueKind.Object
            ? (Text(text, "fr"), Text(text, "en"))
            : (text.ToString(), "");
    }

    private static string Text(JsonElement parent, string member) => parent.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
}
