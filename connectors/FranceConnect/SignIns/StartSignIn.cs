using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.Oidc;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>What a journey asks when it needs a citizen's identity.</summary>
internal sealed record JourneySignIn
{
    public required string Tenant { get; init; }

    public required string JourneyId { get; init; }

    public string? CaseId { get; init; }

    public string? TraceParent { get; init; }

    public required string IdempotencyKey { get; init; }

    public required string Assurance { get; init; }

    public string? LoginHint { get; init; }

    /// <summary>Passed on to the link delivery as it came: e-mail, phone, whatever the gateway understands.</summary>
    public JsonElement? DeliverTo { get; init; }
}

/// <summary>Opens sign-ins, makes their links, and sends browsers to FranceConnect.</summary>
internal sealed class StartSignIn(
    FranceConnectOptions options, ConnectorAddress address, ConnectorKeys keys, SignInJournal journal, LinkDelivery delivery, CodeFlow flow, TimeProvider time)
{
    private const int SealBytes = 16;

    /// <summary>
    /// Opens the journey's sign-in and delivers its link. The name comes from the idempotency key, so the same command finds the same
    /// sign-in and the same link. <c>Delivered</c> is false when the link delivery did not take it: the command is to be sent again.
    /// </summary>
    public async Task<(string Reference, string Url, bool Delivered)> ForJourneyAsync(JourneySignIn asked, CancellationToken cancellationToken)
    {
        var id = "fc-" + Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes<string[]>([asked.Tenant, asked.JourneyId, asked.IdempotencyKey]))[..12]);
        var signIn = journal.OpenOrFind(new SignIn
        {
            Id = id,
            Tenant = asked.Tenant,
            JourneyId = asked.JourneyId,
            CaseId = asked.CaseId,
            TraceParent = asked.TraceParent,
            Assurance = asked.Assurance,
            ExpiresAt = time.GetUtcNow() + options.LinkLifetime,
        });
        var url = LinkFor(signIn.Id, asked.LoginHint);
        if (signIn.Delivered)
        {
            return (id, url, true);
        }

        // A kill between delivering and marking delivers twice: the same link, which the citizen follows once.
        var delivered = await delivery.TryDeliverAsync(id, url, asked.LoginHint, asked.DeliverTo, cancellationToken);
        if (delivered)
        {
            journal.MarkDelivered(id);
        }

        return (id, url, delivered);
    }

    /// <summary>A citizen who signs in first. Nothing is kept before the browser leaves: anybody may ask for this.</summary>
    public SignIn ForCitizen(string tenant, string assurance, string? returnTo) => new()
    {
        Id = "fc-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
        Tenant = tenant,
        Assurance = assurance,
        ReturnTo = returnTo,
        ExpiresAt = time.GetUtcNow() + options.AttemptLifetime,
    };

    /// <summary>The sign-in that a link names; null when the link is not one of ours.</summary>
    public SignIn? Find(string ticket)
    {
        var parts = ticket.Split('.');
        return parts is [var id, var seal]
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal(id)), Encoding.ASCII.GetBytes(seal))
                ? journal.Find(id)
                : null;
    }

    public string LinkFor(string signInId, string? loginHint) =>
        $"{address.Origin}/sign-in/{signInId}.{Seal(signInId)}"
        + (string.IsNullOrEmpty(loginHint) ? "" : "?login_hint=" + Uri.EscapeDataString(loginHint));

    /// <summary>Where to send the browser; null when too many are on their way already.</summary>
    public async Task<string?> BeginAsync(SignIn signIn, string browserCookie, string? loginHint, CancellationToken cancellationToken)
    {
        if (journal.OpenAttempts >= options.MostOpenAttempts)
        {
            return null;
        }

        var attempt = new Attempt(
            $"{signIn.Id}.{signIn.Tenant}.{Secret()}",
            signIn.Id,
            Secret(),
            Secret(),
            BrowserHash(browserCookie),
            signIn.Assurance,
            time.GetUtcNow() + options.AttemptLifetime);

        // The provider first: an attempt that cannot leave is not worth a line in the journal.
        var url = await flow.AuthorizeUrlAsync(attempt, loginHint, cancellationToken);
        journal.OpenOrFind(signIn);
        journal.Begin(attempt);
        return url;
    }

    public static string BrowserHash(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));

    private string Seal(string id) => StrictBase64Url.Encode(keys.SealLink(Encoding.UTF8.GetBytes(id)).AsSpan(0, SealBytes));

    private static string Secret() => StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(32));
}
