namespace Hub.Workflows.Runtime.Alterations;

/// <summary>What came of a plan of alterations on one instance.</summary>
/// <param name="Burst">What it did, to be committed; null when an alteration could not be made: then nothing is to be kept, and the instance is to be dropped.</param>
/// <param name="Log">One entry an alteration, up to the one that failed.</param>
/// <param name="HasScheduledWork">Whether the alterations set activities to work, which the burst then did.</param>
public sealed record AlterationResult(Burst? Burst, IReadOnlyList<AlterationLogEntry> Log, bool HasScheduledWork);
