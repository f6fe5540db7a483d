using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hub.Server.Cli.Doctor;

/// <summary>What a hub that runs with these settings says of itself at its management door.</summary>
internal static class RunningHubCheck
{
    public static async IAsyncEnumerable<Finding> ExamineAsync(HubOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var holder = DataFolderLock.HolderOf(options.Data);
        using var client = Client();
        var detail = await AskAsync(client, options.Management, "/health/detail", cancellationToken);
        if (detail is null)
        {
            yield return holder is { } process
                ? new(
                    "hub",
                    Verdict.Warning,
                    new(Invariant($"Le processus {process} tient le dossier de données, mais aucun hub ne répond sur HUB__MANAGEMENT."), Invariant($"Process {process} holds the data folder, but no hub answers at HUB__MANAGEMENT.")),
                    new("Soit il a été lancé avec d'autres réglages que cette commande, soit il ne répond plus.", "Either it was started with other settings than this command, or it answers no more."),
                    new("Donnez à cette commande les réglages du hub, ou regardez ses journaux.", "Give this command the hub's own settings, or look at its logs."))
                : Finding.Ok("hub", "Aucun hub ne tourne avec ces réglages.", "No hub runs with these settings.");
            yield break;
        }

        if (detail.Value.GetProperty("status").GetString() != "ready")
        {
            yield return NotReady(new("Le hub tourne mais n'est pas prêt.", "The hub runs but is not ready."));
        }
        else
        {
            yield return Finding.Ok("hub", "Le hub tourne et il est prêt.", "The hub runs and is ready.");
        }

        foreach (var connector in detail.Value.GetProperty("connectors").EnumerateArray())
        {
            var name = connector.GetProperty("name").GetString();
            var waiting = connector.GetProperty("waiting").GetInt64();
            if (connector.GetProperty("attached").GetInt32() == 0 && waiting > 0)
            {
                yield return new(
                    "hub",
                    Verdict.Warning,
                    new(Invariant($"Le connecteur {name} n'est pas raccordé et {waiting} commande(s) l'attendent."), Invariant($"The connector {name} is not attached and {waiting} command(s) wait for it.")),
                    new("Les démarches concernées n'avancent pas ; rien n'est perdu.", "The journeys concerned do not go on; nothing is lost."),
                    new("Démarrez le connecteur, et vérifiez son adresse du hub et sa clé.", "Start the connector, and check its address of the hub and its key."));
            }
        }
    }

    /// <summary>For health checks of containers, which have nothing else to ask with.</summary>
    public static async Task<Finding> AskReadinessAsync(HubOptions options, CancellationToken cancellationToken)
    {
        using var client = Client();
        return await AskAsync(client, options.Management, "/health/ready", cancellationToken) is { } answer
            ? answer.TryGetProperty("status", out var status) && status.GetString() == "ready"
                ? Finding.Ok("hub", "Le hub est prêt.", "The hub is ready.")
                : NotReady(new("Le hub n'est pas prêt.", "The hub is not ready."))
            : NotReady(new($"Aucun hub ne répond sur {options.Management.Authority}.", $"No hub answers at {options.Management.Authority}."));
    }

    /// <summary>Patient: a machine that is busy is not a hub that is broken. A container's health check has a limit of its own.</summary>
    internal static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    internal static Uri At(Uri address, string path) => new UriBuilder("http", ReachableAt(address).ToString(), address.Port, path).Uri;

    /// <summary>Where a door is reached from this machine: one that is open to every address, at the loopback.</summary>
    internal static IPAddress ReachableAt(Uri address) =>
        IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? ip : IPAddress.Loopback;

    private static async Task<JsonElement?> AskAsync(HttpClient client, Uri address, string path, CancellationToken cancellationToken)
    {
        if (address.Port == 0)
        {
            return null;
        }

        try
        {
            // 503 is an answer too: it says why in the same form.
            using var answer = await client.GetAsync(At(address, path), cancellationToken);
            return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("status", out _) ? json : null;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or JsonException || error is TaskCanceledException { InnerException: TimeoutException })
        {
            return null;
        }
    }

    private static Finding NotReady(LocalizedText what) => new(
        "hub",
        Verdict.Warning,
        what,
        new("Il n'accepte pas de demande tant qu'il ne peut pas les écrire.", "It takes no request as long as it cannot write them."),
        new("Regardez ses journaux et le disque, puis redémarrez-le.", "Look at its logs and the disk, then restart it."));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
