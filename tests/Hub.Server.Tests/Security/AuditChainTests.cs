using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Security;

public sealed class AuditChainTests : IDisposable
{
    private readonly KeyStoreScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Verify_UntouchedLog_IsIntact()
    {
        await WriteAsync(25);

        var verdict = AuditInspection.Verify(scope.Audit, checkpoint: null);

        Assert.True(verdict.IsIntact);
        Assert.Equal(25, verdict.Good.Sequence);
    }

    [Fact]
    public async Task Verify_MoreThanOnePage_IsIntact()
    {
        await WriteAsync(2100);

        Assert.Equal(2100, AuditInspection.Verify(scope.Audit, checkpoint: null).Good.Sequence);
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = '{\"n\":99}' WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET at = 9223372036854775807 WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET outcome = 'Nonsense' WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET tenant = actor, actor = tenant WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE seq = 7", 7)]
    [InlineData("UPDATE audit SET hash = zeroblob(31) WHERE seq = 7", 7)]
    [InlineData("DELETE FROM audit WHERE seq = 7", 7)]
    [InlineData("DELETE FROM audit WHERE seq = 1", 1)]
    [InlineData("UPDATE audit SET seq = CASE seq WHEN 7 THEN 1008 ELSE 7 END WHERE seq IN (7, 8); UPDATE audit SET seq = 8 WHERE seq = 1008", 7)]
    [InlineData("UPDATE audit SET seq = -1 WHERE seq = 7", 1)]
    public async Task Verify_ChangedLog_NamesTheFirstBadEntry(string tampering, long bad)
    {
        await WriteAsync(12);
        Tamper(tampering);

        var verdict = AuditInspection.Verify(scope.Audit, checkpoint: null);

        Assert.Equal(bad, verdict.BadSequence);
        Assert.NotNull(verdict.Wrong);
    }

    [Fact]
    public async Task Verify_TruncatedTail_IsFoundByTheCheckpoint()
    {
        await WriteAsync(12);
        var checkpoint = Sign();
        Tamper("DELETE FROM audit WHERE seq > 9");
        Assert.True(AuditInspection.Verify(scope.Audit, checkpoint: null).IsIntact);

        var verdict = AuditInspection.Verify(scope.Audit, checkpoint.Read());

        Assert.Equal(10, verdict.BadSequence);
    }

    [Fact]
    public async Task Verify_ChainRewrittenFromAnEntryOn_IsFoundByTheCheckpoint()
    {
        await WriteAsync(12);
        var checkpoint = Sign();
        Tamper("DELETE FROM audit WHERE seq > 9");
        await WriteAsync(5);
        Assert.True(AuditInspection.Verify(scope.Audit, checkpoint: null).IsIntact);

        var verdict = AuditInspection.Verify(scope.Audit, checkpoint.Read());

        Assert.Equal(12, verdict.BadSequence);
    }

    [Fact]
    public async Task Checkpoint_ChangedOrRemoved_IsNotTrusted()
    {
        await WriteAsync(3);
        var checkpoint = Sign();
        var path = Path.Combine(scope.Folder, AuditCheckpoint.FileName);
        var signed = await File.ReadAllTextAsync(path);

        await File.WriteAllTextAsync(path, signed.Replace("\"sequence\":3", "\"sequence\":2", StringComparison.Ordinal));
        Assert.Throws<AuditCheckpointException>(checkpoint.Read);
        await File.WriteAllTextAsync(path, "not json");
        Assert.Throws<AuditCheckpointException>(checkpoint.Read);
        File.Delete(path);
        Assert.Throws<AuditCheckpointException>(checkpoint.Read);

        await File.WriteAllTextAsync(path, signed);
        Assert.Equal(3, checkpoint.Read()?.Sequence);
    }

    [Fact]
    public async Task CheckpointWriter_LogThatLostItsTail_KeepsTheEvidence()
    {
        await WriteAsync(12);
        var checkpoint = new AuditCheckpoint(scope.Folder);
        using var writer = new AuditCheckpointWriter(scope.Audit, checkpoint, scope.Clock, NullLogger<AuditCheckpointWriter>.Instance);
        writer.SignIfGrown();
        Assert.Equal(12, checkpoint.Read()?.Sequence);

        Tamper("DELETE FROM audit WHERE seq > 5");
        await WriteAsync(20);
        writer.SignIfGrown();

        Assert.Equal(12, checkpoint.Read()?.Sequence);
    }

    [Fact]
    public async Task CheckpointWriter_Stopping_SignsTheHead()
    {
        var checkpoint = new AuditCheckpoint(scope.Folder);
        using var writer = new AuditCheckpointWriter(scope.Audit, checkpoint, scope.Clock, NullLogger<AuditCheckpointWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        await WriteAsync(2);

        await writer.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, checkpoint.Read()?.Sequence);
    }

    [Fact]
    public void Actions_EveryConstant_IsInTheCatalogue()
    {
        var constants = typeof(AuditCatalog).GetFields().Where(field => field.IsLiteral).Select(field => (string?)field.GetRawConstantValue());

        Assert.Equal(constants.Order(StringComparer.Ordinal), AuditCatalog.Actions.Keys);
    }

    private AuditCheckpoint Sign()
    {
        var checkpoint = new AuditCheckpoint(scope.Folder);
        checkpoint.Sign(scope.Audit.Head() ?? throw new InvalidOperationException("The log is empty."), scope.Clock.GetUtcNow());
        return checkpoint;
    }

    private Task WriteAsync(int count) => scope.Writer.CommitAsync(
        [.. Enumerable.Range(1, count).Select(n => new AuditEntry
        {
            At = scope.Clock.GetUtcNow(),
            Tenant = "219900008",
            Actor = "key1",
            Action = AuditCatalog.RequestSubmitted,
            Subject = $"request-{n}",
            Outcome = AuditOutcome.Failed,
            Detail = $$"""{"n":{{n}}}""",
        })],
        CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    private void Tamper(string sql)
    {
        using var session = scope.Database.OpenWriter();
        session.Execute(sql);
    }
}
