using System.Text;
using System.Text.Json;
using Hub.Server.Channels.Mail;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Tests.Security;

namespace Hub.Server.Tests.Channels.Mail;

public sealed class MailFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-mail-");
    private readonly MailFolder mail;

    public MailFolderTests() => mail = new MailFolder(folder.FullName, new ManualClock());

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task SendAsync_SameIdTwice_WritesOneFile()
    {
        Assert.IsType<DeliveryResult.Answered>(await SendAsync("usager@exemple.fr"));
        Assert.IsType<DeliveryResult.Answered>(await SendAsync("usager@exemple.fr"));

        Assert.Equal("m1.eml", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.FullName))));
    }

    [Fact]
    public async Task SendAsync_BothLanguages_WritesAsciiThatDecodesToBoth()
    {
        await SendAsync("usager@exemple.fr", "Votre dossier a été reçu", "Reçu à la mairie");

        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "m1.eml"));

        Assert.DoesNotContain(text, letter => letter > '\x7f');
        Assert.Contains("To: <usager@exemple.fr>\r\n", text, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        Assert.Contains("Reçu à la mairie", body, StringComparison.Ordinal);
        Assert.Contains("English", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b@c")]
    [InlineData("jérôme@exemple.fr")]
    [InlineData("a@exemple.fr\r\nBcc: b@exemple.fr")]
    [InlineData("\"a\r\nBcc: b\"@exemple.fr")]
    [InlineData("\"a b\"@exemple.fr")]
    [InlineData(null)]
    public async Task SendAsync_NoAddressThatMailCanCarry_IsRefusedForGoodAndWritesNothing(string? to)
    {
        var result = Assert.IsType<DeliveryResult.Failed>(await SendAsync(to));

        Assert.Equal(("invalid-address", false), (result.Failure.Code, result.Failure.IsRetryable));
        Assert.Empty(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public async Task SendAsync_HostWithAccents_WritesItsAsciiForm()
    {
        await SendAsync("usager@école.fr");

        Assert.Contains("To: <usager@xn--cole-9oa.fr>\r\n", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "m1.eml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_LineBreaksInTheSubject_MakeNoHeader()
    {
        await SendAsync("usager@exemple.fr", "Bonjour\r\nBcc: b@exemple.fr\r\n\r\nFaux corps " + new string('é', 200));

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "m1.eml"));

        Assert.DoesNotContain(lines, line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.All(lines, line => Assert.True(line.Length <= 78, $"RFC 5322 §2.1.1 asks for at most 78 characters, but a line has {line.Length}."));
    }

    private Task<DeliveryResult> SendAsync(string? to, string subject = "Sujet", string body = "Corps") => mail.SendAsync(
        new OutboxMessage
        {
            Id = "m1",
            Tenant = new("213105554"),
            Partition = "p",
            Connector = OutboundNames.Mail,
            Operation = "send",
            IdempotencyKey = "m1",
            Payload = JsonSerializer.SerializeToUtf8Bytes(new { to, subject = new { fr = subject, en = "Subject" }, body = new { fr = body, en = "English" } }),
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        CancellationToken.None);
}
