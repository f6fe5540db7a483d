using Hub.Server.ElsaApi.ActivityExecutions;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Server.ElsaApi.Live;

/// <summary>One client that looks at one instance, and what it has not been told yet. All but the end of a message happens on the instance's loop.</summary>
/// <param name="isWelcome">Whether the client may (still) see workflow instances.</param>
internal sealed class Observation(LiveConnection connection, string instanceId, ISingleClientProxy client, Func<LiveConnection, bool> isWelcome, TimeProvider clock)
{
    // A client that has not taken a message away by then is gone, or will not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock changing = new();
    private readonly HashSet<string> untold = new(StringComparer.Ordinal);
    private bool wantsAll = true;
    private bool hasNews = true;
    private bool isSending;
    private bool isBehind;

    /// <summary>Remembers what changed.</summary>
    public void Note(bool isChanged, IReadOnlySet<string> nodeIds)
    {
        hasNews |= isChanged;
        if (!wantsAll)
        {
            untold.UnionWith(nodeIds);
        }
    }

    /// <summary>Sends what it has not been told, unless the last message is still on its way.</summary>
    /// <param name="wake">Called when that has arrived and there is more to tell.</param>
    public void Tell(LiveStats stats, InstanceSteps steps, Action wake)
    {
        if (!hasNews)
        {
            return;
        }

        lock (changing)
        {
            if (isSending)
            {
                isBehind = true;
                return;
            }

            isSending = true;
        }

        var nodeIds = wantsAll ? stats.NodeIds : untold;
        ExecutionStats[] told = [.. nodeIds.Select(nodeId => stats.Of(nodeId, steps)).OfType<ExecutionStats>()];
        untold.Clear();
        wantsAll = hasNews = false;
        Sending = SendAsync(told, wake);
    }

    /// <summary>The message that is on its way, or was last.</summary>
    public Task Sending { get; private set; } = Task.CompletedTask;

    private async Task SendAsync(ExecutionStats[] stats, Action wake)
    {
        try
        {
            if (isWelcome(connection))
            {
                await SendMessagesAsync(stats).WaitAsync(Patience, clock);
            }
            else
            {
                connection.Abort();
            }
        }
        catch (TimeoutException)
        {
            connection.Abort();
        }
        finally
        {
            bool goesOn;
            lock (changing)
            {
                (isSending, goesOn, isBehind) = (false, isBehind, false);
            }

            if (goesOn)
            {
                wake();
            }
        }
    }

    // In this order: the numbers on the diagram, the journal, then the instance, after which the viewer reads all of it again.
    private async Task SendMessagesAsync(ExecutionStats[] stats)
    {
        if (stats.Length > 0)
        {
            await client.SendAsync("ActivityExecutionLogUpdatedAsync", new { stats });
        }

        await client.SendAsync("WorkflowExecutionLogUpdatedAsync", new object());
        await client.SendAsync("WorkflowInstanceUpdatedAsync", new { workflowInstanceId = instanceId });
    }
}
