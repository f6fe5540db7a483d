namespace Hub.JsonSchema.Compatibility;

/// <summary>Which number of a semantic version a change asks for, smallest first.</summary>
public enum VersionStep
{
    /// <summary>Both accept exactly the same documents.</summary>
    Patch,

    /// <summary>The newer one accepts all that the older one accepts, and perhaps more.</summary>
    Minor,

    /// <summary>The newer one refuses something that the older one accepts, or that could not be ruled out.</summary>
    Major,
}
