using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether each of the hub's doors is free to be opened, or held by a hub, or by something else.</summary>
internal static class DoorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async IAsyncEnumerable<Finding> ExamineAsync(HubOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = RunningHubCheck.Client();
        foreach (var (setting, address) in new[] { ("HUB__HTTP", options.Http), ("HUB__GRPC", options.Grpc), ("HUB__MANAGEMENT", options.Management) })
        {
            yield return await ExamineAsync(client, setting, address, isGrpc: setting == "HUB__GRPC", cancellationToken);
        }
    }

    private static async Task<Finding> ExamineAsync(HttpClient client, string setting, Uri address, bool isGrpc, CancellationToken cancellationToken)
    {
        if (address.Port == 0)
        {
            return Finding.Ok("doors", $"{setting} : un port libre sera pris au démarrage.", $"{setting}: a free port is taken at start.");
        }

        // Asking comes before trying: a program that listens is found without touching the port.
        if (await ListensAsync(address, cancellationToken))
        {
            return await (isGrpc ? SpeaksGrpcAsync(client, address, cancellationToken) : SpeaksAsHubAsync(client, address, cancellationToken)) switch
            {
                true => Finding.Ok("doors", $"{setting} : un hub répond sur {address.Authority}.", $"{setting}: a hub answers at {address.Authority}."),
                false => Refused(
                    setting,
                    $"{setting} : {address.Authority} est tenu par un autre programme.",
                    $"{setting}: another program holds {address.Authority}.",
                    $"Arrêtez l'autre programme (ss -ltnp le nomme), ou changez {setting}.",
                    $"Stop the other program (ss -ltnp names it), or change {setting}."),
                null => new(
                    "doors",
                    Verdict.Warning,
                    new($"{setting} : un programme écoute sur {address.Authority} et ne répond pas.", $"{setting}: a program listens at {address.Authority} and does not answer."),
                    new("C'est un hub débordé ou bloqué, ou un autre programme qui l'empêchera de démarrer.", "It is a hub that is overwhelmed or stuck, or another program that will keep it from starting."),
                    new("ss -ltnp nomme le programme ; regardez ses journaux.", "ss -ltnp names the program; look at its logs.")),
            };
        }

        return TryBind(address) switch
        {
            null => Finding.Ok("doors", $"{setting} : {address.Authority} est libre.", $"{setting}: {address.Authority} is free."),
            SocketError.AccessDenied => Refused(
                setting,
                $"{setting} : cet utilisateur n'a pas le droit d'écouter sur le port {address.Port}.",
                $"{setting}: this user may not listen at port {address.Port}.",
                "Prenez un port à partir de 1024 derrière un serveur mandataire, ou donnez CAP_NET_BIND_SERVICE.",
                "Take a port from 1024 up behind a reverse proxy, or grant CAP_NET_BIND_SERVICE."),
            SocketError.AddressNotAvailable => Refused(
                setting,
                $"{setting} : {address.Host} n'est pas une adresse de cette machine.",
                $"{setting}: {address.Host} is no address of this machine.",
                "Donnez une adresse de la machine, 127.0.0.1 ou 0.0.0.0.",
                "Give an address of the machine, 127.0.0.1 or 0.0.0.0."),
            var error => Refused(
                setting,
                $"{setting} : {address.Authority} ne peut pas être ouvert ({error}).",
                $"{setting}: {address.Authority} cannot be opened ({error}).",
                $"Changez {setting}, ou cherchez qui retient le port : ss -lntp",
                $"Change {setting}, or look for what keeps the port: ss -lntp"),
        };
    }

    private static Finding Refused(string setting, string fr, string en, string mendFr, string mendEn) => new(
        "doors",
        Verdict.Broken,
        new(fr, en),
        new($"Sans {setting}, le hub ne démarre pas.", $"Without {setting} the hub does not start."),
        new(mendFr, mendEn));

    private static async Task<bool> ListensAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(RunningHubCheck.ReachableAt(address), address.Port), patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Task<bool?> SpeaksAsHubAsync(HttpClient client, Uri address, CancellationToken cancellationToken) => AnswersAsync(async () =>
    {
        using var answer = await client.GetAsync(RunningHubCheck.At(address, "/health/live"), cancellationToken);
        return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("\"live\"", StringComparison.Ordinal);
    });

    /// <summary>The health service of gRPC (<c>grpc.health.v1</c>), asked with an empty message over HTTP/2 without TLS.</summary>
    private static Task<bool?> SpeaksGrpcAsync(HttpClient client, Uri address, CancellationToken cancellationToken) => AnswersAsync(async () =>
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, RunningHubCheck.At(address, "/grpc.health.v1.Health/Check"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        question.Content.Headers.ContentType = new("application/grpc");
        question.Headers.TE.Add(new("trailers"));
        using var answer = await client.SendAsync(question, cancellationToken);
        return answer.Content.Headers.ContentType?.MediaType == "application/grpc";
    });

    /// <summary>True: as a hub does. False: as something else does. Null: not in time.</summary>
    private static async Task<bool?> AnswersAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception lost) when (lost is HttpRequestException or SocketException)
        {
            return false;
        }
        catch (TaskCanceledException error) when (error.InnerException is TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Takes the address without listening at it, so that a hub that starts at this moment still gets it. Null: it could be taken.</summary>
    private static SocketError? TryBind(Uri address)
    {
        var ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given : IPAddress.IPv6Any;
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(ip, address.Port));
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
