namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>Whether some value meets a goal: none does (proved), this one does, or it is not known.</summary>
/// <param name="Value">The value, as canonical JSON; null unless one was found.</param>
/// <param name="IsEmpty">Proved that there is none.</param>
internal readonly record struct Outcome(string? Value, bool IsEmpty)
{
    public static readonly Outcome Empty = new(null, true);
    public static readonly Outcome Unknown = new(null, false);

    public bool IsFound => Value is not null;

    public bool IsUnknown => Value is null && !IsEmpty;

    public static Outcome Found(string value) => new(value, false);

    /// <summary>Nothing was found among some alternatives; empty when each of them was.</summary>
    public static Outcome Nothing(bool certain) => certain ? Empty : Unknown;
}
