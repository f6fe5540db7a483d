using Grpc.Core;
using Grpc.Net.Client;
using Hub.Connector.V1;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>A connector that the tests play over the protocol: it sends what no connector of ours would.</summary>
internal sealed class PlayedConnector(Uri hub, string key, string manifestFile)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Sends an event and dials again, as the protocol asks, until the hub says what became of it. True: accepted.</summary>
    public async Task<bool> SendUntilToldAsync(Event message)
    {
        var told = await Deadline.UntilAsync(() => TrySendAsync(message), Limit, $"an answer to the event {message.Id}");
        return told.MessageCase == ToConnector.MessageOneofCase.EventAccepted;
    }

    private async Task<ToConnector?> TrySendAsync(Event message)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var channel = GrpcChannel.ForAddress(hub);
            using var session = new ConnectorHub.ConnectorHubClient(channel).Attach(new Metadata { { "authorization", $"ApiKey {key}" } }, cancellationToken: limit.Token);
            await session.RequestStream.WriteAsync(new FromConnector
            {
                Hello = new Hello { Connector = "echo", Instance = "played", InitialCredit = 1, Manifest = Google.Protobuf.ByteString.CopyFrom(await File.ReadAllBytesAsync(manifestFile, limit.Token)) },
            });
            await session.RequestStream.WriteAsync(new FromConnector { Event = message });
            while (await session.ResponseStream.MoveNext(limit.Token))
            {
                if (session.ResponseStream.Current.MessageCase is ToConnector.MessageOneofCase.EventAccepted or ToConnector.MessageOneofCase.EventRefused)
                {
                    return session.ResponseStream.Current;
                }
            }
        }
        catch (Exception gone) when (gone is RpcException or HttpRequestException or IOException or InvalidOperationException)
        {
            // The hub is not there now.
        }

        return null;
    }
}
