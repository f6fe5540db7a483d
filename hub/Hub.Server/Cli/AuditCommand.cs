using System.CommandLine;
using Hub.Server.Security.Audit;

namespace Hub.Server.Cli;

/// <summary><c>hub audit verify</c>.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var json = CommandSettings.JsonOption();
        var verify = new Command("verify", "Recompute the audit log's chain and compare it with the signed checkpoint. Exit codes: 0 intact; 1 not intact, the first bad entry is named; 2 could not be read.") { json };
        verify.SetAction(async (parsed, _) =>
        {
            var options = parsed.Settings();
            using var store = LocalStore.OpenExisting(options);
            var (checkpoint, trouble) = ReadCheckpoint(options);
            var verdict = AuditInspection.Verify(store.Audit, checkpoint);
            var intact = verdict.IsIntact && trouble is null;
            var head = Convert.ToHexStringLower(verdict.Good.Hash.Span);
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(new { Intact = intact, Entries = verdict.Good.Sequence, Head = head, Checkpoint = checkpoint?.Sequence, verdict.BadSequence, verdict.Wrong, CheckpointTrouble = trouble });
            }
            else
            {
                await parsed.WriteAsync($"{verdict.Good.Sequence} entries in order, last hash {head}");
                await parsed.WriteAsync(checkpoint is null ? "No checkpoint: a tail that was cut off could not be noticed." : $"Checkpoint at entry {checkpoint.Sequence}.");
            }

            if (trouble is not null)
            {
                await parsed.RemarkAsync($"hub: {trouble}");
            }

            if (verdict.Wrong is { } wrong)
            {
                await parsed.RemarkAsync($"hub: {wrong.En} The entries before it are good. Restore a backup to compare (hub restore), and look for who can write the data folder.");
            }

            return intact ? ExitCodes.Done : ExitCodes.Negative;
        });
        return new Command("audit", "The audit log") { verify };
    }

    private static (AuditPlace? Place, string? Trouble) ReadCheckpoint(HubOptions options)
    {
        try
        {
            return (new AuditCheckpoint(options.Data).Read(), null);
        }
        catch (AuditCheckpointException error)
        {
            return (null, error.Message);
        }
    }
}
