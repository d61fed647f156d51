"""How long a cup of tea takes to cool down."""

import math

# region cooling
def temperature(minutes, start=95, room=20, k=0.05):
    """Newton's law of cooling, in degrees Celsius."""
    return room + (start - room) * math.exp(-k * minutes)
# endregion cooling


# region waiting
def minutes_until(wanted, start=95, room=20, k=0.05):
    """The same law, solved for the time."""
    if not room < wanted <= start:
        raise ValueError(f"tea never gets to {wanted} °C by standing about")
    return math.log((start - room) / (wanted - room)) / k
# endregion waiting


if __name__ == "__main__":
    print(f"after ten minutes: {temperature(10):.0f} °C")
    print(f"60 °C after {minutes_until(60):.0f} minutes")
