WHEEL = 2.1  # metres that the wheel rolls in one turn


# region speed
def speed(cadence, front, back):
    """Kilometres an hour, from turns of the pedals a minute and two numbers of teeth."""
    turns = cadence * front / back
    return turns * WHEEL * 60 / 1000
# endregion speed


if __name__ == "__main__":
    print(round(speed(80, 44, 22)))
