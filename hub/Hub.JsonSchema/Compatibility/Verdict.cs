namespace Hub.JsonSchema.Compatibility;

/// <summary>What is known about one direction of a comparison.</summary>
public enum Verdict
{
    /// <summary>Proved: whatever the one accepts, the other accepts.</summary>
    Compatible,

    /// <summary>Proved by a document that both compiled validators have judged.</summary>
    Incompatible,

    /// <summary>Neither a proof nor a document was found within the limits, or a keyword is beyond what can be decided.</summary>
    Unknown,
}
