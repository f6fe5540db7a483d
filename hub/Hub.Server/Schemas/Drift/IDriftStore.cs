namespace Hub.Server.Schemas.Drift;

/// <summary>Keeps what was counted, so that a window goes on after a restart.</summary>
public interface IDriftStore
{
    IReadOnlyList<SavedSketch> List();

    /// <summary>Replaces what was kept of these schemas.</summary>
    Task SaveAsync(IReadOnlyList<SavedSketch> sketches, CancellationToken cancellationToken);

    /// <summary>Forgets one, in the same commit as what else belongs to it.</summary>
    Task ForgetAsync(string urn, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken);
}

/// <param name="Json">Paths and counts; nothing of anybody's.</param>
public sealed record SavedSketch(string Urn, ReadOnlyMemory<byte> Json, DateTimeOffset At);
