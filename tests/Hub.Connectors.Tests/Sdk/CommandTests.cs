using System.Collections.Concurrent;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>What happens to commands: answers, order, repetition, recovery.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private FakeHub _hub = null!; // set before each test

    public async Task InitializeAsync() => _hub = await FakeHub.StartAsync();

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Attach_PresentsManifestKeyAndCredit()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync, credits: 3);
        await app.StartAsync();

        var session = await _hub.NextSessionAsync();

        Assert.Equal("test-connector", session.Hello.Connector);
        Assert.Equal(TestConnector.Manifest, session.Hello.Manifest.ToStringUtf8());
        Assert.Equal(3u, session.Hello.InitialCredit);
        Assert.Equal("ApiKey secret-key", session.Headers.GetValue("authorization"));
    }

    [Fact]
    public async Task Handle_Command_IsAnsweredWithItsOutcomeAndOneCredit()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, (command, _) =>
            Task.FromResult(Outcome.Done(new { Number = command.ReadJson().GetProperty("n").GetInt32() + 1, command.Context.Tenant, command.IsRecovery })));
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        await session.CommandAsync("c1", payload: """{"n":41}""");
        var reply = await session.NextReplyAsync();

        Assert.Equal("c1", reply.CommandId);
        Assert.Equal("""{"number":42,"tenant":"200054781","isRecovery":false}""", reply.Payload.ToStringUtf8());
        Assert.Equal(1u, (await session.NextCreditAsync()).Commands);
    }

    [Fact]
    public async Task Credits_AreGivenBackOneForEachReplyAndNotBefore()
    {
        var release = new TaskCompletionSource();
        await using var app = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            return Outcome.Done();
        }, credits: 4);
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        for (var i = 0; i < 4; i++)
        {
            await session.CommandAsync("c" + i);
        }

        await session.CommandAsync("q", operation: "readCase");
        Assert.Equal("q", (await session.NextReplyAsync()).CommandId);
        await session.NextCreditAsync();
        Assert.Equal(["Reply", "Credit"], session.Seen);

        release.SetResult();
        for (var i = 0; i < 4; i++)
        {
            await session.NextReplyAsync();
            await session.NextCreditAsync();
        }

        Assert.Equal(5, session.Seen.Count(kind => kind == "Reply"));
        Assert.Equal(5, session.Seen.Count(kind => kind == "Credit"));
    }

    [Fact]
    public async Task Handle_OneJourney_IsInOrderWhileOthersGoOn()
    {
        var order = new ConcurrentQueue<string>();
        var release = new TaskCompletionSource();
        await using var app = TestConnector.Build(_folder, _hub.Address, async (command, cancellationToken) =>
        {
            if (command.Id == "a1")
            {
                await release.Task.WaitAsync(cancellationToken);
            }

            order.Enqueue(command.Id);
            return Outcome.Done();
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        await session.CommandAsync("a1", journey: "A");
        await session.CommandAsync("a2", journey: "A");
        await session.CommandAsync("a3", journey: "A");
        await session.CommandAsync("b1", journey: "B");
        Assert.Equal("b1", (await session.NextReplyAsync()).CommandId);
        Assert.Equal(["b1"], order);
        release.SetResult();
        for (var i = 0; i < 3; i++)
        {
            await session.NextReplyAsync();
        }

        Assert.Equal(["b1", "a1", "a2", "a3"], order);
    }

    [Fact]
    public async Task Handle_SameKeyAgain_IsAnsweredFromTheJournal()
    {
        var calls = 0;
        await using var app = TestConnector.Build(_folder, _hub.Address, (_, _) => Task.FromResult(Outcome.Done(new { call = Interlocked.Increment(ref calls) })));
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        await session.CommandAsync("c1", key: "k");
        var first = await session.NextReplyAsync();

        await session.CommandAsync("c1", key: "k", attempt: 2);
        var second = await session.NextReplyAsync();

        Assert.Equal(first, second);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Handle_SameKeyWhileItRuns_IsJoined()
    {
        var calls = 0;
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var app = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref calls);
            started.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return Outcome.Done();
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        await session.CommandAsync("c1", key: "k");
        await started.Task.WaitAsync(FakeHub.Patience);
        session.End();
        var next = await _hub.NextSessionAsync();

        await next.CommandAsync("c1", key: "k", attempt: 2);
        release.SetResult();

        Assert.Equal("c1", (await next.NextReplyAsync()).CommandId);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Handle_SameKeyAfterARestart_IsAnsweredFromTheJournal()
    {
        await using (var first = TestConnector.Build(_folder, _hub.Address, (_, _) => Task.FromResult(Outcome.Done(new { number = 7 }))))
        {
            await first.StartAsync();
            var session = await _hub.NextSessionAsync();
            await session.CommandAsync("c1", key: "k");
            await session.NextReplyAsync();
            await first.StopAsync();
        }

        await using var second = TestConnector.Build(_folder, _hub.Address, (_, _) => throw new InvalidOperationException("must not be called"));
        await second.StartAsync();
        var again = await _hub.NextSessionAsync();
        await again.CommandAsync("c1", key: "k", attempt: 2);

        Assert.Equal("""{"number":7}""", (await again.NextReplyAsync()).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task Handle_KeyStartedBeforeACrash_IsARecovery()
    {
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        await using var crashing = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            started.SetResult();
            await never.Task.WaitAsync(cancellationToken);
            return Outcome.Done();
        });
        await crashing.StartAsync();
        var session = await _hub.NextSessionAsync();
        await session.CommandAsync("c1", key: "k");
        await started.Task.WaitAsync(FakeHub.Patience);
        using var left = _folder.CopyAsAfterACrash();

        await using var second = TestConnector.Build(left, _hub.Address, (command, _) => Task.FromResult(Outcome.Done(new { command.IsRecovery })));
        await second.StartAsync();
        var again = await _hub.NextSessionAsync();
        await again.CommandAsync("c1", key: "k", attempt: 2);
        await again.CommandAsync("c2", key: "other");

        var replies = new[] { await again.NextReplyAsync(), await again.NextReplyAsync() }.ToDictionary(reply => reply.CommandId, reply => reply.Payload.ToStringUtf8());
        Assert.Equal("""{"isRecovery":true}""", replies["c1"]);
        Assert.Equal("""{"isRecovery":false}""", replies["c2"]);
        never.SetResult();
    }

    [Fact]
    public async Task Handle_HandlerThrows_TellsNothingAndTheNextAttemptIsARecovery()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, (command, _) =>
            command.IsRecovery ? Task.FromResult(Outcome.Done()) : throw new InvalidOperationException("Mme Dupont"));
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        await session.CommandAsync("c1", key: "k");
        var failed = (await session.NextReplyAsync()).Failure;
        await session.CommandAsync("c1", key: "k", attempt: 2);
        var done = await session.NextReplyAsync();

        Assert.Equal("internal", failed.Code);
        Assert.True(failed.Retryable);
        Assert.DoesNotContain("Dupont", failed.Message, StringComparison.Ordinal);
        Assert.Null(done.Failure);
    }

    [Fact]
    public async Task Handle_RetryableFailure_RunsAgainAsTheFirstTime()
    {
        var attempts = new ConcurrentQueue<bool>();
        await using var app = TestConnector.Build(_folder, _hub.Address, (command, _) =>
        {
            attempts.Enqueue(command.IsRecovery);
            return Task.FromResult(attempts.Count == 1
                ? Outcome.Failed("unavailable", "later", retryable: true, retryAfter: TimeSpan.FromSeconds(2))
                : Outcome.Failed("closed", "never"));
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        await session.CommandAsync("c1", key: "k");
        var first = (await session.NextReplyAsync()).Failure;
        await session.CommandAsync("c1", key: "k", attempt: 2);
        var second = (await session.NextReplyAsync()).Failure;
        await session.CommandAsync("c1", key: "k", attempt: 3);
        var third = (await session.NextReplyAsync()).Failure;

        Assert.Equal(2000ul, first.RetryAfterMs);
        Assert.Equal("closed", second.Code);
        Assert.Equal(second, third);
        Assert.Equal([false, false], attempts);
    }

    [Fact]
    public async Task Cancel_FiresTheHandlersTokenAndTheOutcomeIsUnknown()
    {
        var started = new TaskCompletionSource();
        await using var app = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Outcome.Done();
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        await session.CommandAsync("c1");
        await started.Task.WaitAsync(FakeHub.Patience);

        await session.SendAsync(new Connector.V1.ToConnector { Cancel = new Connector.V1.Cancel { CommandId = "c1" } });

        Assert.True((await session.NextReplyAsync()).Failure.OutcomeUnknown);
    }

    [Fact]
    public async Task Handle_PastItsDeadline_IsATimeoutOfUnknownOutcome()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Outcome.Done();
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        await session.CommandAsync("c1", deadlineMs: 50);
        var failure = (await session.NextReplyAsync()).Failure;

        Assert.Equal("timeout", failure.Code);
        Assert.True(failure.OutcomeUnknown);
    }

    [Fact]
    public async Task StopAsync_WhileACommandRuns_AnswersItFirst()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var app = TestConnector.Build(_folder, _hub.Address, async (_, cancellationToken) =>
        {
            started.SetResult();
            await release.Task.WaitAsync(cancellationToken);
            return Outcome.Done(new { drained = true });
        });
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        await session.CommandAsync("c1");
        await started.Task.WaitAsync(FakeHub.Patience);

        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();

        Assert.Equal("""{"drained":true}""", (await session.NextReplyAsync()).Payload.ToStringUtf8());
        await session.Closed.WaitAsync(FakeHub.Patience);
        await stopping.WaitAsync(FakeHub.Patience);
    }
}
