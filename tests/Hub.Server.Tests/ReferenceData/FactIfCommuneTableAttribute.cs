using Hub.Expressions.Domain;

namespace Hub.Server.Tests.ReferenceData;

/// <summary>A test of the real communes; skipped with the reason where the build could not fetch them.</summary>
internal sealed class FactIfCommuneTableAttribute : FactAttribute
{
    public FactIfCommuneTableAttribute()
    {
        if (CommuneTable.Beside is null)
        {
            Skip = $"NO TABLE OF COMMUNES at {CommuneTable.Place}: the build had no npm. What the hub knows of communes was NOT checked.";
        }
    }
}
